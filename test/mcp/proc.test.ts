// How the system's tables are read, on text as Linux prints it.
import { endianness } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ancestorsOf, type Life, socketIn } from '../../main/mcp/proc.ts'

const peer = { address: '127.0.0.1', port: 0xa2b4 }
const ours = { address: '127.0.0.1', port: 0x12d7 }
const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const row = (ends: string, uid: number, inode: number) =>
  `   5: ${ends} 01 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`

// The tables hold addresses as numbers of the machine's own byte order.
describe.runIf(endianness() === 'LE')('a connection', () => {
  const there = '0100007F:A2B4 0100007F:12D7'
  const back = '0100007F:12D7 0100007F:A2B4'
  const mapped = '0000000000000000FFFF00000100007F:A2B4 0000000000000000FFFF00000100007F:12D7'

  test.each([
    ['is found by its own end, not by ours', row(back, 1000, 11) + row(there, 1000, 22), { inode: '22', uid: 1000 }],
    ['is found among IPv6 ones that stand for IPv4', row(mapped, 0, 33), { inode: '33', uid: 0 }],
    ['that no process has any more is nobody’s', row(there, 0, 0), null],
    ['of another port is another', row('0100007F:A2B5 0100007F:12D7', 1000, 44), null],
    ['from another loopback address is another', row('0200007F:A2B4 0100007F:12D7', 1000, 44), null],
  ])('%s', (_, rows, found) => {
    expect(socketIn(HEAD + rows, peer, ours)).toEqual(found)
  })
})

describe('what a process descends from', () => {
  const lives = (of: Record<number, [parent: number, started: number]>) => (pid: number) => {
    const found = of[pid]
    return found ? ({ parent: found[0], started: String(found[1]) } satisfies Life) : null
  }
  const above = (pid: number, of: Record<number, [number, number]>) => ancestorsOf(lives(of)(pid)!, lives(of))

  test('is its parents in order, up to 1', () => {
    expect(above(30, { 30: [20, 9], 20: [10, 9], 10: [1, 3], 1: [0, 1] })).toEqual([20, 10, 1])
  })

  test('is not a later process that got the pid of a parent that ended', () => {
    expect(above(30, { 30: [20, 9], 20: [10, 12], 10: [1, 3], 1: [0, 1] })).toEqual([])
    expect(above(30, { 30: [20, 100], 20: [10, 99], 10: [1, 1000], 1: [0, 1] })).toEqual([20])
  })

  test('ends where a parent is gone, and where they name each other', () => {
    expect(above(30, { 30: [20, 9], 20: [10, 8] })).toEqual([20])
    expect(above(30, { 30: [20, 9], 20: [30, 9] }).length).toBeLessThan(200)
  })
})
