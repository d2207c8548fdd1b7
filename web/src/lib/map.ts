/** Points of findings on an empty ground: where they stand on the screen, and which stand together. */
export interface Point {
  id: number
  /** millionths of a degree */
  lat: number
  lon: number
  open: boolean
  late: boolean
  text: string
}
/** The middle of what is seen, in degrees, and how many pixels a degree of latitude has. */
export interface Look {
  lat: number
  lon: number
  scale: number
}
export interface Cluster<P extends Point = Point> {
  x: number
  y: number
  points: P[]
}

const DEGREE_KM = 111.195
const MIN_SCALE = 8
/** A metre has two pixels then; no position is better. */
export const MAX_SCALE = 222_390

/** A degree of longitude is shorter than one of latitude, everywhere on one map by the same factor. */
const squeeze = (look: Look) => Math.cos((look.lat * Math.PI) / 180)

export const screen = (look: Look, width: number, height: number, lat: number, lon: number) => ({
  x: width / 2 + (lon - look.lon) * squeeze(look) * look.scale,
  y: height / 2 - (lat - look.lat) * look.scale,
})

/** All points with a margin; one point alone with some kilometres around it. */
export function whole(points: Point[], width: number, height: number): Look {
  const lats = points.map((p) => p.lat / 1e6)
  const lons = points.map((p) => p.lon / 1e6)
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const look = { lat: (south + north) / 2, lon: (west + east) / 2, scale: 1 }
  const tall = Math.max(north - south, 0.02)
  const wide = Math.max((east - west) * squeeze(look), 0.02)
  look.scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, Math.min(height / tall, width / wide) * 0.85))
  return look
}

/** Nearer or farther, so that what is at (x, y) stays there. */
export function zoomed(
  look: Look,
  factor: number,
  width: number,
  height: number,
  x: number,
  y: number,
): Look {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, look.scale * factor))
  const by = 1 / look.scale - 1 / scale
  return {
    lat: look.lat - (y - height / 2) * by,
    lon: look.lon + ((x - width / 2) * by) / squeeze(look),
    scale,
  }
}

export const moved = (look: Look, dx: number, dy: number): Look => ({
  ...look,
  lat: look.lat + dy / look.scale,
  lon: look.lon - dx / look.scale / squeeze(look),
})

/** Those that would lie upon each other become one, by fields of `size` pixels that stay where they are when the map is moved. */
export function clusters<P extends Point>(
  points: P[],
  look: Look,
  width: number,
  height: number,
  size = 44,
): Cluster<P>[] {
  const fields = new Map<string, P[]>()
  const degrees = size / look.scale
  for (const p of points) {
    const key = `${Math.floor(p.lat / 1e6 / degrees)} ${Math.floor((p.lon / 1e6 / degrees) * squeeze(look))}`
    const field = fields.get(key)
    if (field) field.push(p)
    else fields.set(key, [p])
  }
  return [...fields.values()]
    .map((ps) => {
      const mean = (of: (p: P) => number) => ps.reduce((sum, p) => sum + of(p), 0) / ps.length / 1e6
      return {
        ...screen(
          look,
          width,
          height,
          mean((p) => p.lat),
          mean((p) => p.lon),
        ),
        points: ps,
      }
    })
    .filter((c) => c.x > -size && c.y > -size && c.x < width + size && c.y < height + size)
}

/** A round length of 60 to 150 pixels or so: in metres, and how long it is drawn. */
export function ruler(look: Look): { metres: number; pixels: number } {
  const perPixel = (DEGREE_KM * 1000) / look.scale
  const rough = perPixel * 130
  const power = 10 ** Math.floor(Math.log10(rough))
  const metres = [5, 2, 1].map((n) => n * power).find((m) => m <= rough) ?? power
  return { metres, pixels: metres / perPixel }
}
