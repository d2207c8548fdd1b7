import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { CONTEXT_KEYS } from '@/stores/context'
import { useSession } from '@/stores/session'

const frame = () => import('@/components/AppFrame.vue')

declare module 'vue-router' {
  interface RouteMeta {
    /** The permission that the page needs. */
    need?: string
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: '/login', name: 'login', component: () => import('@/pages/LoginPage.vue') },
    {
      path: '/',
      component: frame,
      children: [
        {
          path: '',
          name: 'overview',
          meta: { need: 'score.read' },
          component: () => import('@/pages/OverviewPage.vue'),
        },
        {
          path: 'campaigns',
          name: 'campaigns',
          meta: { need: 'campaign.read' },
          component: () => import('@/pages/CampaignsPage.vue'),
        },
        {
          path: 'standards',
          name: 'standards',
          meta: { need: 'standard.read' },
          component: () => import('@/pages/StandardsPage.vue'),
        },
        {
          path: 'standards/:standard(\\d+)',
          name: 'standard',
          meta: { need: 'standard.read' },
          component: () => import('@/pages/StandardPage.vue'),
        },
        {
          path: 'carryover',
          name: 'carryover',
          meta: { need: 'campaign.read' },
          component: () => import('@/pages/CarryoverPage.vue'),
        },
        {
          path: 'indicators',
          name: 'indicators',
          meta: { need: 'score.read' },
          component: () => import('@/pages/MatrixPage.vue'),
        },
        {
          path: 'indicators/import',
          name: 'import',
          meta: { need: 'value.export' },
          component: () => import('@/pages/ImportPage.vue'),
        },
        {
          path: 'ranking',
          name: 'ranking',
          meta: { need: 'score.read' },
          component: () => import('@/pages/RankingPage.vue'),
        },
        {
          path: 'ranking/:subject(\\d+)',
          name: 'explanation',
          meta: { need: 'score.read' },
          component: () => import('@/pages/ExplanationPage.vue'),
        },
        {
          path: 'bulletins',
          name: 'bulletins',
          meta: { need: 'bulletin.read' },
          component: () => import('@/pages/BulletinsPage.vue'),
        },
        {
          path: 'papers',
          name: 'papers',
          meta: { need: 'notice.read' },
          component: () => import('@/pages/PapersPage.vue'),
        },
        {
          path: 'regions',
          name: 'regions',
          meta: { need: 'region.read' },
          component: () => import('@/pages/RegionsPage.vue'),
        },
        {
          path: 'findings',
          name: 'findings',
          meta: { need: 'finding.read' },
          component: () => import('@/pages/FindingsPage.vue'),
        },
        {
          path: 'findings/board',
          name: 'board',
          meta: { need: 'finding.read' },
          component: () => import('@/pages/BoardPage.vue'),
        },
        {
          path: 'findings/closings',
          name: 'closings',
          meta: { need: 'finding.read' },
          component: () => import('@/pages/ClosingsPage.vue'),
        },
        {
          path: 'messages',
          name: 'messages',
          meta: { need: 'message.own' },
          component: () => import('@/pages/MessagesPage.vue'),
        },
        {
          path: 'channels',
          name: 'channels',
          meta: { need: 'channel.read' },
          component: () => import('@/pages/ChannelsPage.vue'),
        },
        {
          path: 'findings/calendar',
          name: 'findingCalendar',
          meta: { need: 'finding.read' },
          component: () => import('@/pages/FindingCalendarPage.vue'),
        },
        {
          path: 'findings/map',
          name: 'findingMap',
          meta: { need: 'finding.read' },
          component: () => import('@/pages/FindingMapPage.vue'),
        },
        {
          path: 'calendar',
          name: 'calendar',
          meta: { need: 'calendar.read' },
          component: () => import('@/pages/CalendarPage.vue'),
        },
        {
          path: 'units',
          name: 'units',
          meta: { need: 'unit.read' },
          component: () => import('@/pages/UnitsPage.vue'),
        },
        {
          path: 'people',
          name: 'people',
          meta: { need: 'person.read' },
          component: () => import('@/pages/PeoplePage.vue'),
        },
        {
          path: 'rights',
          name: 'rights',
          meta: { need: 'rights.read' },
          component: () => import('@/pages/RightsPage.vue'),
        },
        {
          path: 'security',
          name: 'security',
          meta: { need: 'setting.read' },
          component: () => import('@/pages/SecurityPage.vue'),
        },
        {
          path: 'audit',
          name: 'audit',
          meta: { need: 'audit.read' },
          component: () => import('@/pages/AuditPage.vue'),
        },
        { path: 'account', name: 'account', component: () => import('@/pages/AccountPage.vue') },
        { path: ':rest(.*)*', name: 'lost', component: () => import('@/pages/LostPage.vue') },
      ],
    },
  ],
})

/** Campaign, round and region go along to every page, so that each address reproduces its view. */
function carried(to: RouteLocationNormalized, from: RouteLocationNormalized) {
  const query = { ...to.query }
  let added = false
  for (const key of CONTEXT_KEYS) {
    if (query[key] === undefined && from.query[key] !== undefined && to.path !== from.path) {
      query[key] = from.query[key]
      added = true
    }
  }
  return added ? query : undefined
}

/** Where those begin who see no score. */
const FIRST = [
  ['campaign.read', 'campaigns'],
  ['person.write', 'people'],
  ['setting.write', 'security'],
  ['audit.read', 'audit'],
]

router.beforeEach(async (to, from) => {
  const session = useSession()
  await session.load()
  if (to.name === 'login') return session.ready ? { name: 'overview' } : true
  if (!session.ready) return { name: 'login', query: to.path === '/' ? {} : { to: to.fullPath } }
  // Whoever sees no campaign begins with what is there for them.
  if (to.name === 'overview' && !session.can('score.read'))
    return { name: FIRST.find(([need]) => session.can(need))?.[1] ?? 'account' }
  const query = carried(to, from)
  return query ? { path: to.path, hash: to.hash, query } : true
})
