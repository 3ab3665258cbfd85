// The house without its window: data folder, lock, activity, policy, surfaces, gate and MCP server, opened in that order
// and closed in the other. Plain Node; index.ts puts a window on it, headless.ts runs it as it is.
import path from 'node:path'
import type { AppState, Failure, McpStatus, Result } from '../preload/contract.ts'
import { createAgentsSeen } from './agents-seen.ts'
import type { Args } from './args.ts'
import { openCallers } from './callers.ts'
import { claimFolder } from './claim.ts'
import { closeAll } from './close-all.ts'
import { createFarHooks } from './far-hooks.ts'
import { PRESET_IDS } from './flags.ts'
import { type OpenActivity, openActivity } from './gate/activity.ts'
import { entry } from './gate/entries.ts'
import { createGate } from './gate/gate.ts'
import type { Gate } from './gate/gate-api.ts'
import { keyedSends } from './gate/history.ts'
import { leftDrafts } from './gate/left-history.ts'
import { watchToday } from './gate/log/today.ts'
import type { UndoLog } from './grants/undo.ts'
import { createHouseSurfaces, type HouseSurfaces } from './house-surfaces.ts'
import { houseSlices } from './house-view.ts'
import type { AgentInSurface } from './mcp/caller.ts'
import type { McpOptions } from './mcp/http.ts'
import { laterMcp } from './mcp/later.ts'
import { openPort } from './mcp/port.ts'
import { createOpener } from './opener.ts'
import { createPeople } from './people.ts'
import { reachOf } from './policy/cells.ts'
import type { Policy } from './policy/model.ts'
import { couldOpen } from './policy/open.ts'
import { openPolicyRoom } from './policy-room.ts'
import { createRestore, type Restore } from './restore.ts'
import { KNOWLEDGE } from './status/agents/index.ts'
import { leftWords } from './status/left.ts'
import type { Seal } from './store/accepted.ts'
import { openDraftsFile } from './store/drafts-file.ts'
import { removeEndpoint, writeEndpoint } from './store/endpoint.ts'
import { instanceOf } from './store/instance.ts'
import { type LayoutFile, openLayoutFile } from './store/layout-file.ts'
import type { HeldLock } from './store/lock.ts'
import { openPauseFile } from './store/pause-file.ts'
import type { PolicyFile } from './store/policy-file.ts'
import { type OwnPresets, readPresets } from './store/presets-setting.ts'
import type { Settings } from './store/settings.ts'
import { systemClock } from './surfaces/clock.ts'
import { type Earlier, watchEarlier } from './surfaces/earlier.ts'
import { ownEnv } from './surfaces/env.ts'
import { createLasting } from './surfaces/lasting.ts'
import { PRESETS } from './surfaces/presets/index.ts'
import { ownPreset } from './surfaces/presets/own.ts'
import { createRegistry } from './surfaces/registry.ts'
import { findShell } from './surfaces/shells.ts'
import { SSH } from './surfaces/ssh/open-ssh.ts'
import type { Registry } from './surfaces/surface.ts'
import type { TmuxRoom } from './surfaces/tmux/model.ts'
import { createTmuxRoom } from './surfaces/tmux/room.ts'
import { createView, type View } from './view.ts'

export interface House extends Pick<HouseSurfaces, 'openSurface' | 'closeSurface' | 'letGo'> {
  readonly dataDir: string
  readonly registry: Registry
  readonly settings: Settings
  readonly layout: LayoutFile
  /** every tmux server that is talked to */
  readonly tmux: TmuxRoom
  /** what comes back at the next start */
  readonly restore: Restore
  /** ids of the surfaces that the start's flags opened */
  readonly flagged: Set<string>
  /** of the settings: for people alone */
  readonly ownPresets: OwnPresets
  readonly gate: Gate
  readonly policyFile: PolicyFile
  readonly policyUndo: UndoLog
  /** as of now: without temporary rules that have ended */
  policy(): Policy
  readonly activity: OpenActivity
  readonly view: View
  mcpStatus(): McpStatus
  /** The agents in surfaces whose program runs. */
  inside(): readonly AgentInSurface[]
  /** what still runs from surfaces of an earlier run */
  readonly earlier: Pick<Earlier, 'list' | 'end'>
  /** The agent has a new token: which programs used the one before says nothing of it. */
  forgetPrograms(agent: string): void
  /** Agents are answered from now on, and the ready line says so. Whoever reads it may end the process at once: signals have to be heard before. */
  announce(): Promise<void>
  /** Ends every surface but what runs in tmux, which lives on; stops the server, writes what is pending; leaves no process and no endpoint behind. */
  close(): Promise<void>
}

export interface HouseOptions {
  readonly args: Args
  readonly version: string
  /** the folder is held already; left out: it is taken here */
  readonly lock?: HeldLock
  /** Agents are answered once the house is announced, not as soon as it is open: there is something else to do first. */
  readonly mcpLater?: boolean
  /** called once the folder is ours */
  readonly settings: (dir: string) => Settings
  /** guards the accepted policy where there is a real keychain */
  readonly seal?: Seal
  /** a window is there: a taken port is shown in it instead of ending the start */
  readonly window: boolean
  /** true on the stand-in Electron that is for development only */
  readonly developmentElectron: boolean
  readonly updates?: () => AppState['updates']
}

/**
 * Opens everything. Error values: `already_running` (the other one was asked to come to the front; exit 0), and what keeps
 * it from starting, in words.
 */
export async function openHouse(options: HouseOptions): Promise<Result<House>> {
  const claimed = options.lock ? ({ ok: true, value: options.lock } as const) : await claimFolder(options.args.dataDir)
  if (!claimed.ok) return claimed
  const undo: (() => Promise<unknown>)[] = [() => claimed.value.release()]
  const opened = await openRooms(options, undo).catch((error: Error) => error)
  if (!(opened instanceof Error) && opened.ok) return opened
  await closeAll(undo)
  if (opened instanceof Error) throw opened
  return opened
}

async function openRooms(
  { args, version, settings: settingsOf, seal, window, developmentElectron, mcpLater = false, updates }: HouseOptions,
  undo: (() => Promise<unknown>)[],
): Promise<Result<House>> {
  const dir = args.dataDir
  const settings = settingsOf(dir)
  undo.push(async () => settings.close())
  const layout = await openLayoutFile(path.join(dir, 'layout.json'))
  undo.push(() => layout.close())
  const ownPresets = readPresets(settings.presets, PRESET_IDS)
  const presets = [...PRESETS, ...ownPresets.entries.map(ownPreset)]
  const programs = Object.fromEntries(
    presets.map(({ id, title }) => [id, { title, leading: { ...KNOWLEDGE[id]?.leading } }]),
  )
  const strange = args.open.find(({ preset }) => !presets.some(({ id }) => id === preset))
  if (strange) return noPreset(strange.preset, presets, ownPresets)
  const activity = await openActivity(dir)
  undo.push(() => activity.close())
  const { notice } = activity.status()
  const kept = await openDraftsFile(path.join(dir, 'drafts.json'))
  undo.push(() => kept.close())

  // Surfaces and requests may come before there is a view.
  let draw: View['touch'] = () => {}
  const seen = createAgentsSeen(() => draw('agents'), systemClock)
  const room = createTmuxRoom({
    instance: await instanceOf(dir),
    env: tmuxEnv(),
    forward: host => (settings.get().forwardTo.includes(host) ? Number(new URL(mcpStatus().url).port) : null),
  })
  undo.push(() => room.close())
  const lasting = createLasting(path.join(dir, 'surfaces'))
  const registry: Registry = createRegistry({
    presets,
    tmux: { room, lasting },
    inTmux: preset => settings.get().inTmux.includes(preset),
    hearsBells: () => settings.get().bell === 'unread',
    agents: {
      take(facts) {
        draw('agents', 'cells')
        return callers.take(facts)
      },
      leave(id) {
        callers.leave(id)
        draw('agents', 'cells')
        if (mcp.ok) mcp.value.toolsChanged()
      },
    },
  })
  const rules = await openPolicyRoom({
    dataDir: dir,
    managed: args.policy,
    ...(seal ? { seal } : {}),
    isOpen: id => registry.get(id) !== undefined,
  })
  const callers = await openCallers({
    dataDir: dir,
    policy: rules.policy,
    surface: registry.get,
    holding: registry.holding,
    lives: lasting.lives,
    url: () => mcpStatus().url,
    title: id => programs[id]?.title ?? id,
    met: seen.peer,
  })
  undo.push(() => rules.close())
  undo.push(() => callers.close())
  undo.push(() => registry.closeAll())
  const pause = await openPauseFile(path.join(dir, 'gate.json'))
  const troubles = [
    ...callers.troubles,
    pause.why,
    kept.why,
    layout.why,
    settings.warning,
    notice,
    rules.trouble(),
  ].concat(ownPresets.warnings)
  for (const trouble of troubles) if (trouble) console.error(`gatehouse: ${trouble}`)
  const gate = createGate({
    surfaces: registry,
    policy: rules.policy,
    policyFault: rules.fault,
    past: await rules.past(),
    keyed: await keyedSends(dir, Date.now()),
    activity,
    pause,
    drafts: { ...(await leftDrafts(dir, kept.left, Date.now())), save: kept.save },
    agentName: callers.nameOf,
    programs: callers.programs,
    opener: createOpener({
      ...{ registry, tmux: room },
      opened: () => view.touch('cells', 'grants', 'detours'),
      close: id => surfaces.end(id),
      letGo: id => surfaces.end(id, registry.letGo),
    }),
    ...(window ? { people: createPeople(rules.file, registry, activity, Date.now) } : {}),
  })

  const port = args.mcpPort ?? settings.get().mcpPort
  const listening = await openPort(port)
  if (!listening.ok && !window) return listening
  const serving: Omit<McpOptions, 'port'> = {
    gate,
    version,
    identify(hash) {
      const agent = callers.identify(hash)
      if (agent) seen.asked(agent.id)
      return agent
    },
    tokenHashes: callers.tokenHashes,
    callerOf: callers.callerOf,
    hooks: createFarHooks({ registry, lasting, identify: callers.identify }),
    reach: agent => reachOf(rules.policy(), agent),
    opens: agent => couldOpen(rules.policy(), agent),
    managed: () => rules.file.status().managed,
    onCaller: seen.caller,
    onCall: seen.called,
    onFault: fault => console.error('gatehouse: MCP:', fault.message),
  }
  const mcp = listening.ok ? ({ ok: true, value: laterMcp(listening.value, serving) } as const) : listening
  // A port that was asked for is kept: what agents were told to connect to must go on working without the flag.
  if (mcp.ok && args.mcpPort && args.mcpPort !== settings.get().mcpPort) {
    const kept = await settings.set({ mcpPort: args.mcpPort })
    if (!kept.ok) console.error(`gatehouse: ${kept.message}`)
  }
  if (mcp.ok) undo.push(() => mcp.value.close())
  const mcpStatus = (): McpStatus =>
    mcp.ok
      ? { url: mcp.value.url, listening: true, fault: null }
      : { url: `http://127.0.0.1:${port}/mcp`, listening: false, fault: mcp.message }

  let told = false
  const earlier = watchEarlier(
    {
      surfaces: callers.earlier(),
      forget: callers.forgetEarlier,
      changed() {
        view.touch('earlier')
        const left = leftWords(earlier.list().flatMap(one => one.left))
        if (!told)
          console.error(`gatehouse: An earlier run ended without ending what ran in it. Still running: ${left}.`)
        told = true
      },
    },
    systemClock,
  )
  undo.push(async () => earlier.close())
  const about = { version, dataDir: dir, shell: findShell(process.env) ?? '', developmentElectron, programs }
  const today = watchToday(dir, activity, () => view.touch('activity'))
  const rooms = { gate, registry, rules, mcpStatus, seen, inside: callers.inside, today }
  const restore = createRestore({
    ...{ dataDir: dir, registry, layout, settings, window, changed: () => view.touch('dormant') },
    presets: [...presets, SSH],
    open: spec => surfaces.openSurface(spec),
    gone: kept => surfaces.gone(kept),
    dropped: id => void surfaces.forget(id),
  })
  undo.push(() => restore.close())
  const { dormant } = restore
  const view: View = createView(houseSlices({ ...rooms, earlier: earlier.list, settings, dormant, updates }, about))
  draw = view.touch
  undo.push(async () => view.close())
  const surfaces = createHouseSurfaces({
    ...{ registry, gate, activity, rules, view, restore, ownPresets, lasting, callers },
  })
  const unhear = room.onChange(() => view.touch('surfaces'))
  undo.push(async () => unhear())
  settings.onChange(() => view.touch('settings'))

  // Grants depend on which surfaces there are, not on what they print: `cells` is touched where one opens or closes.
  registry.onChange(id => {
    view.touch('surfaces')
    gate.surfaceSeen(id)
  })
  gate.onChange(what => (what === 'gate' ? view.touch('gate', 'agents') : view.touch(what)))
  rules.onChange(change => {
    gate.policyChanged()
    if (mcp.ok) mcp.value.toolsChanged()
    view.touch('policy', 'agents', 'cells', 'grants', 'detours', 'drafts', 'gate')
    if ('ended' in change) {
      const text = `${change.ended.join(', ')} ended.`
      activity.append(entry('policy', 'gatehouse', { text, outcome: 'delivered' })).catch(() => view.touch('gate'))
    } else
      for (const agent of change.agentsGone) {
        gate.agentGone(agent)
        callers.programs.forget(agent)
        seen.forget(agent)
        if (mcp.ok) mcp.value.agentGone(agent)
      }
  })

  let announced: Promise<void> = Promise.resolve()
  async function announce() {
    if (!mcp.ok) return
    await mcp.value.open()
    const ready = { mcp: mcp.value.url, pid: process.pid, dataDir: dir }
    undo.push(() => removeEndpoint(dir))
    await writeEndpoint(dir, ready)
    process.stdout.write(`gatehouse ready ${JSON.stringify(ready)}\n`)
  }

  const house: House = {
    dataDir: dir,
    registry,
    settings,
    layout,
    tmux: room,
    restore,
    ...surfaces,
    flagged: new Set(),
    ownPresets,
    gate,
    policyFile: rules.file,
    policyUndo: rules.undo,
    policy: rules.policy,
    activity,
    view,
    mcpStatus,
    inside: callers.inside,
    earlier,
    forgetPrograms: callers.programs.forget,
    announce() {
      announced = announce()
      return announced
    },
    // What is being announced is taken back whole.
    close: () => announced.catch(() => {}).then(() => closeAll(undo)),
  }
  undo.push(surfaces.forgetEnded)

  await restore.takeUp()
  const flagged = await openFlagged(house, args.open)
  if (!flagged.ok) return flagged
  await restore.begin()
  if (mcp.ok && !mcpLater) await mcp.value.open()
  const still = new Set(layout.kept.surfaces.map(({ id }) => id))
  lasting.sweep(id => still.has(id) || registry.get(id) !== undefined)

  return { ok: true, value: house }
}

function noPreset(id: string, presets: readonly { readonly id: string }[], { warnings }: OwnPresets): Failure {
  const there = presets.map(one => one.id).join(', ')
  const message = [`There is no preset ${JSON.stringify(id)}. There are: ${there}.`, ...warnings].join(' ')
  return { ok: false, code: 'no_such_preset', message }
}

/** What the start's flags ask for. One that an earlier run left in tmux is there already. */
async function openFlagged(
  { flagged, restore, openSurface }: Pick<House, 'flagged' | 'restore' | 'openSurface'>,
  flags: Args['open'],
): Promise<Result<null>> {
  for (const { preset, command, name, workspace, cwd } of flags) {
    const spec = { preset, command: command ?? undefined, name: name ?? undefined, workspace: workspace ?? undefined }
    const there = restore.asked(spec)
    if (there === null) {
      const surface = await openSurface({ ...spec, cwd: cwd ?? undefined, openedBy: 'person' })
      if (!surface.ok) return surface
      flagged.add(surface.value.facts.id)
    } else flagged.add(there)
  }
  return { ok: true, value: null }
}

/** What tmux and ssh are found with and inherit, and a tmux server that starts with it: no marks of ours. */
function tmuxEnv(): Record<string, string> {
  const env = ownEnv(process.env)
  // What a desktop starts has a short PATH.
  return {
    ...env,
    PATH: [env['PATH'], '/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/bin'].filter(Boolean).join(':'),
  }
}
