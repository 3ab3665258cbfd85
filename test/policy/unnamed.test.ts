import { expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import type { Policy } from '../../main/policy/model.ts'
import { surface, TOKEN } from './subjects.ts'

const policy = (name: string, locked: boolean): Policy => ({
  version: 1,
  agents: { a: { name: 'A', token: TOKEN } },
  rules: [{ id: 'r1', agents: 'a', surfaces: locked ? '*' : { name }, level: 'submit' }],
  locks: locked ? [{ id: 'l1', agents: '*', surfaces: { name }, level: 'read' }] : [],
  open: [],
  tests: [],
})
const opened = surface({ name: 'shell 2', named: false, openedBy: 'b' })

test.each(['shell 2', 'shell*'])('a name that nobody gave: %s in a rule selects it not, in a lock it does', name => {
  expect(decide(policy(name, false), { id: 'a' }, opened, 'submit').effect).toBe('deny')
  expect(decide(policy(name, true), { id: 'a' }, opened, 'submit')).toMatchObject({ effect: 'deny', lock: 'l1' })
})
