// Who may import whom, and why. The most exact entry for a file decides; a file with no entry is in no room, which is a
// fault of its own. docs/architecture.md tells the same in prose.

import { PRELOAD_RULES } from './rules-preload.ts'

const CONTRACT = 'preload/contract.ts'
const MANIFEST = 'package.json'

export interface Rule {
  /** a file, or a folder without a slash at its end */
  readonly room: string
  /**
   * What its files may import: files and folders of ours (`type:` before it = types only), names of packages,
   * `node:` = all of Node, `npm` = any package but those in NAMED_ONLY.
   */
  readonly may: readonly string[]
  readonly why: string
}

/** Packages with power over terminals, windows or agents: a rule must name them. */
export const NAMED_ONLY = [
  'electron',
  'electron-store',
  'electron-updater',
  'koffi',
  'node-pty',
  '@modelcontextprotocol',
]

const SURFACES = ['main/surfaces', 'main/status', CONTRACT, 'node:', 'npm']
const RENDERER = ['renderer', CONTRACT]

export const RULES: readonly Rule[] = [
  ...PRELOAD_RULES,
  {
    room: 'main/policy',
    may: ['main/policy', CONTRACT, 'jsonc-parser', 'zod', 'picomatch', 're2js', 'yaml'],
    why: 'pure: a verdict depends on its inputs alone, never on files, time or the network',
  },
  {
    room: 'main/status',
    may: ['main/status', CONTRACT],
    why: 'pure: what state a surface is in depends on the signals it is given alone',
  },
  {
    room: 'main/surfaces',
    may: SURFACES,
    why: 'terminals know nothing of agents, policy or windows: who may write is decided before they are called',
  },
  {
    room: 'main/surfaces/pty.ts',
    may: [...SURFACES, 'node-pty'],
    why: 'the only door to a pseudo-terminal',
  },
  {
    room: 'main/surfaces/tty.ts',
    may: [...SURFACES, 'koffi'],
    why: 'the only caller of C functions, which can reach any memory: few, all of them in one place',
  },
  {
    room: 'main/gate',
    may: ['main/gate', 'main/policy', 'type:main/surfaces/surface.ts', 'type:main/store', CONTRACT, 'node:', 'zod'],
    why: 'the only way to a surface decides by the policy and knows a surface by its interface alone',
  },
  {
    room: 'main/mcp',
    may: ['main/mcp', 'type:main/gate', 'type:main/policy', CONTRACT, 'node:', 'npm', '@modelcontextprotocol'],
    why: 'it is handed the agents’ side of the gate, and can build or name nothing that writes to a surface',
  },
  {
    room: 'main/store',
    may: ['main/store', 'main/policy', CONTRACT, 'node:', 'npm'],
    why: 'plain files: it runs without a window and without surfaces',
  },
  {
    room: 'main/cli',
    may: [
      'main/cli',
      'main/args.ts',
      'main/flags.ts',
      'main/gate',
      'main/mcp',
      'main/policy',
      'main/store',
      CONTRACT,
      'node:',
      'npm',
    ],
    why: 'subcommands work on files and text: they open no surface and no window',
  },
  {
    room: 'main/shell',
    may: [
      ...[
        'main/shell',
        'main/args.ts',
        'main/claim.ts',
        'main/house.ts',
        'main/calls.ts',
        'main/activity-calls.ts',
        'main/start.ts',
        'main/status',
        'main/store',
        'type:main/surfaces',
        'main/updates',
      ],
      ...[CONTRACT, 'preload/channels.ts', MANIFEST, 'node:', 'electron', 'electron-store'],
    ],
    why: 'the only room that knows Electron; it shows the house and decides nothing about agents',
  },
  {
    room: 'main/shell/updater.ts',
    may: ['type:main/updates', 'main/shell/app-image.ts', 'node:', 'electron-updater'],
    why: 'the only file whose code asks other computers for something',
  },
  {
    room: 'main/updates',
    may: ['main/updates', CONTRACT],
    why: 'pure: when a newer version is looked for and what a person is asked; what fetches is handed in',
  },
  {
    room: 'main/switches.ts',
    may: [],
    why: 'pure: what an installed Gatehouse refuses, asked before any room is open',
  },
  { room: 'main/flags.ts', may: [], why: 'the flags as a table, for the parser, the help and what is installed' },
  {
    room: 'main/args.ts',
    may: ['main/flags.ts', 'preload/patterns.ts', 'node:'],
    why: 'pure: a command line in, values or faults out',
  },
  {
    room: 'main/start.ts',
    may: ['main/args.ts', 'main/flags.ts', 'type:main/gate', 'node:'],
    why: 'arguments, signals and faults of the process, the same for both forms of the app: it opens no room',
  },
  {
    room: 'main/house-view.ts',
    may: [
      ...['type:main/gate', 'type:main/policy-room.ts', 'type:main/surfaces', 'type:main/view.ts', 'main/policy'],
      ...['type:main/agents-seen.ts', 'main/grants/slice.ts'],
      ...['type:main/store', CONTRACT, 'node:'],
    ],
    why: 'reads the rooms for the window and changes nothing',
  },
  {
    room: 'main/callers.ts',
    may: [
      ...[
        'main/gate/programs.ts',
        'type:main/gate',
        'main/mcp',
        'type:main/policy',
        'main/store',
        'type:main/surfaces',
      ],
      'node:',
    ],
    why: 'puts together who calls, from tokens, processes and files',
  },
  {
    room: 'main/agents-seen.ts',
    may: ['type:main/gate', 'type:main/mcp', 'main/mcp/proc.ts', 'type:main/surfaces', CONTRACT],
    why: 'what the window shows of callers: it decides nothing and keeps no file',
  },
  {
    room: 'main/people.ts',
    may: ['type:main/gate', 'main/gate/entries.ts', 'main/policy', 'type:main/store', 'type:main/surfaces', CONTRACT],
    why: 'a person’s answers as changes of the policy file, and nothing else',
  },
  { room: 'main/view.ts', may: [CONTRACT, 'node:'], why: 'gathers what the window draws; it is told, it does not ask' },
  {
    room: 'main/house.ts',
    may: [
      ...[
        'main/args.ts',
        'main/flags.ts',
        'main/view.ts',
        'main/people.ts',
        'main/callers.ts',
        'main/agents-seen.ts',
        'main/claim.ts',
        'main/close-all.ts',
        'main/restore.ts',
        'main/house-surfaces.ts',
        'main/house-view.ts',
        'main/opener.ts',
        'main/far-hooks.ts',
        'main/policy-room.ts',
        'type:main/grants',
        'main/gate',
        'main/mcp',
        'main/policy',
        'main/status',
        'main/store',
      ],
      ...['main/surfaces', CONTRACT, 'node:'],
    ],
    why: 'joins the rooms, with a window and without: so it knows nothing of Electron',
  },
  {
    room: 'main/policy-room.ts',
    may: ['main/gate', 'main/grants/undo.ts', 'main/policy', 'main/store', 'node:'],
    why: 'joins the policy file to time and to the record, for the house; nothing here can send',
  },
  {
    room: 'main/policy-calls.ts',
    may: [
      ...['type:main/house.ts', 'main/gate', 'main/grants', 'main/policy', 'type:main/store', 'type:main/surfaces'],
      CONTRACT,
    ],
    why: 'what a person changes in the policy from the window, recorded and written',
  },
  {
    room: 'main/grants',
    may: [
      ...['main/grants', 'main/policy', 'main/gate/entries.ts', 'type:main/gate', 'type:main/policy-room.ts'],
      ...['main/store/policy-found.ts', 'type:main/store', 'type:main/surfaces', CONTRACT],
    ],
    why: 'a person’s changes of the policy, recorded before they are written, and the policy in words',
  },
  {
    room: 'main/activity-calls.ts',
    may: ['type:main/house.ts', 'main/gate', 'main/policy', 'type:main/store', 'type:main/surfaces', CONTRACT],
    why: 'the record as the window asks for it: it reads',
  },
  {
    room: 'main/calls.ts',
    may: [
      ...['type:main/house.ts', 'main/clients.ts', 'main/gate', 'main/mcp', 'main/policy', 'main/status', 'main/store'],
      ...[
        'main/activity-calls.ts',
        'main/arrangement.ts',
        'main/connect.ts',
        'main/policy-calls.ts',
        'main/presets.ts',
        'main/restore.ts',
        'main/search.ts',
        'main/surfaces/rename.ts',
        'main/tmux-calls.ts',
        'type:main/surfaces',
        CONTRACT,
        'node:',
      ],
    ],
    why: 'what a person in the window may do, over an opened house',
  },
  {
    room: 'main/arrangement.ts',
    may: ['type:main/house.ts', CONTRACT],
    why: 'settings and layout of the window, which open nothing',
  },
  {
    room: 'main/search.ts',
    may: ['type:main/house.ts', CONTRACT],
    why: 'reads screens for the person in the window, and writes nowhere',
  },
  {
    room: 'main/restore.ts',
    may: [
      ...['type:main/house.ts', 'main/restore-kept.ts', 'main/restore-tmux.ts', 'main/store', 'main/surfaces/presets'],
      ...['type:main/surfaces', CONTRACT, 'node:'],
    ],
    why: 'what a person had open, kept and opened again through the house; nothing here can send',
  },
  {
    room: 'main/restore-kept.ts',
    may: ['main/store', 'type:main/surfaces', CONTRACT],
    why: 'what is kept of a surface, as data: it opens nothing',
  },
  {
    room: 'main/restore-tmux.ts',
    may: ['main/restore-kept.ts', 'type:main/store', 'type:main/surfaces', CONTRACT],
    why: 'takes up what runs on in tmux, and starts nothing',
  },
  {
    room: 'main/house-surfaces.ts',
    may: [
      ...[
        'main/gate/entries.ts',
        'type:main/gate',
        'type:main/policy-room.ts',
        'type:main/restore.ts',
        'type:main/view.ts',
      ],
      ...['main/restore-kept.ts', 'type:main/store', 'main/surfaces/presets/own.ts', 'type:main/surfaces', CONTRACT],
    ],
    why: "a person opens, closes and lets go, on the record; what agents may is the gate's",
  },
  {
    room: 'main/far-hooks.ts',
    may: ['type:main/gate', 'type:main/mcp', 'main/surfaces/agents/events.ts', 'type:main/surfaces'],
    why: 'what hooks on other computers told, as files of their surface: it reaches no program',
  },
  {
    room: 'main/opener.ts',
    may: [
      ...['type:main/gate', 'main/policy/open.ts', 'main/surfaces/folder.ts', 'main/surfaces/presets'],
      ...['type:main/surfaces', CONTRACT, 'node:'],
    ],
    why: 'what agents have opened, adopted and let go of, once the gate has said so: it decides nothing',
  },
  {
    room: 'main/tmux-calls.ts',
    may: ['main/surfaces/ssh/hosts.ts', 'main/surfaces/tmux/places.ts', 'type:main/surfaces', CONTRACT, 'node:'],
    why: 'what a person does with tmux and hosts, through the house; nothing here can send',
  },
  {
    room: 'main/claim.ts',
    may: ['main/store/data-dir.ts', 'main/store/failure.ts', 'main/store/lock.ts', CONTRACT],
    why: 'the first step of a start: the folder is held before there is a window or a house',
  },
  { room: 'main/close-all.ts', may: [], why: 'the order in which rooms are closed; it knows none of them' },
  {
    room: 'main/presets.ts',
    may: ['type:main/house.ts', CONTRACT],
    why: 'what a person opens and looks at, through the house; it starts nothing by itself',
  },
  {
    room: 'main/clients.ts',
    may: [
      ...['type:main/house.ts', 'main/args.ts', 'main/gate/entries.ts', 'main/mcp/clients', 'main/store/atomic.ts'],
      ...['main/connect.ts', CONTRACT, 'node:'],
    ],
    why: 'what a person does to other programs’ configs, over mcp/clients; it reaches no surface',
  },
  {
    room: 'main/connect.ts',
    may: ['type:main/house.ts', 'main/mcp/tokens.ts', 'main/policy', 'main/store', CONTRACT],
    why: 'an agent and its token as changes of the policy and of one file; it reaches no surface and no config',
  },
  {
    room: 'main/headless.ts',
    may: ['main/house.ts', 'main/start.ts', 'main/started.ts', 'main/store', MANIFEST, 'node:'],
    why: 'the house in plain Node',
  },
  { room: 'main/cli.ts', may: ['main/cli', 'main/started.ts', MANIFEST, 'node:'], why: 'subcommands in plain Node' },
  { room: 'main/started.ts', may: ['node:'], why: 'one question about the process, asked before any room is open' },
  {
    room: 'main/index.ts',
    may: ['main/shell', 'main/headless.ts', 'main/cli.ts', 'main/switches.ts', 'electron'],
    why: 'the only file that opens the shell',
  },
  {
    room: 'renderer',
    may: [...RENDERER, 'npm'],
    why: 'a sandboxed page: it has the contract and nothing else of ours',
  },
  {
    room: 'renderer/state',
    may: ['renderer/state', 'renderer/api.ts', CONTRACT, 'zustand', 'zod', 'jsonc-parser'],
    why: 'what is known, without a picture of it: tested without a page',
  },
  {
    room: 'renderer/terminal',
    may: ['renderer/terminal', 'renderer/state', 'renderer/keys', 'renderer/api.ts', CONTRACT, '@xterm'],
    why: 'xterm lives outside React, so that drawing the page never touches a terminal',
  },
]
