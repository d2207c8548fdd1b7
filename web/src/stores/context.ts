/** Where the page stands: campaign, round and region. The address is the truth; this only reads it. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api, need, type ApiError, type Schemas } from '@/api/client'
import { shortCode, within } from '@/lib/text'
import { useSession } from './session'

export const CONTEXT_KEYS = ['campaign', 'round', 'region'] as const

const positive = (x: unknown) => (/^[1-9]\d{0,8}$/.test(String(x ?? '')) ? Number(x) : undefined)

export const useContext = defineStore('context', () => {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const campaigns = shallowRef<Schemas['Campaign'][]>()
  const detail = shallowRef<Schemas['CampaignDetail']>()
  const error = shallowRef<ApiError>()

  const campaignId = computed(() => positive(route.query.campaign) ?? campaigns.value?.[0]?.id)
  const campaign = computed(() => detail.value?.campaign)
  const rounds = computed(() => detail.value?.rounds ?? [])
  const round = computed(
    () => positive(route.query.round) ?? rounds.value.reduce((last, r) => Math.max(last, r.number), 0),
  )
  const roundRow = computed(() => rounds.value.find((r) => r.number === round.value))
  /** Assessed regions that the person may see. */
  const subjects = computed(() => {
    const range = shortCode(session.user?.region ?? '')
    return (detail.value?.subjects ?? []).filter((s) => within(s.region, range))
  })
  const widest = computed(() => {
    const mine = shortCode(session.user?.region ?? '')
    const all = shortCode(campaign.value?.region ?? '')
    return within(mine, all) ? mine : all
  })
  const region = computed(() => {
    const asked = String(route.query.region ?? '')
    return /^\d{2,15}$/.test(asked) && within(asked, widest.value) ? asked : widest.value
  })
  const regionName = computed(() => nameOf(region.value))

  function nameOf(code: string): string {
    if (code === shortCode(campaign.value?.region ?? '')) return campaign.value?.region_name ?? code
    return (
      detail.value?.subjects.find((s) => s.region === code)?.name ??
      (code === shortCode(session.user?.region ?? '') ? (session.user?.region_name ?? code) : code)
    )
  }
  async function load() {
    try {
      error.value = undefined
      campaigns.value = (await need(api.GET('/api/campaigns'))).campaigns
      await loadDetail()
    } catch (e) {
      error.value = e as ApiError
    }
  }
  async function loadDetail() {
    const id = campaignId.value
    if (!id) return
    if (detail.value?.campaign.id === id) return
    detail.value = await need(api.GET('/api/campaigns/{campaign}', { params: { path: { campaign: id } } }))
  }
  async function refresh() {
    detail.value = undefined
    await load()
  }
  function forget() {
    campaigns.value = undefined
    detail.value = undefined
  }
  const set = (query: Record<string, string | number | undefined>) =>
    router.push({
      query: Object.fromEntries(
        Object.entries({ ...route.query, ...query }).filter(([, v]) => v !== undefined && v !== ''),
      ) as Record<string, string>,
    })
  return {
    campaigns,
    detail,
    error,
    campaignId,
    campaign,
    rounds,
    round,
    roundRow,
    subjects,
    widest,
    region,
    regionName,
    nameOf,
    load,
    loadDetail,
    refresh,
    forget,
    set,
  }
})
