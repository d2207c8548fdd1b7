/** What a search offers to choose from. */
export interface Found<V> {
  value: V
  label: string
  /** what tells it from others of the same name */
  about: string
}
