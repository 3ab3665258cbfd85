// The house as the app with a window has it, without the window: a child process that does what a person does there when a line on
// its standard input says so, `{"n":1,"call":"tmux.adopt","input":{…}}`, and answers with `answer {"n":1,"result":…}`.
import { createInterface } from 'node:readline'
import { createCalls, type HouseCalls } from '../../../main/calls.ts'
import { openHouse } from '../../../main/house.ts'
import { closeOnSignals, readArgs } from '../../../main/start.ts'
import { plainSettings } from '../../../main/store/settings.ts'

const args = readArgs(process.argv.slice(2), 'test')
if (typeof args === 'number') process.exit(args)
const how = { version: 'test', settings: plainSettings, window: true, developmentElectron: false }
const opened = await openHouse({ args, ...how })
if (!opened.ok) throw new Error(opened.message)
const house = opened.value
const calls = createCalls(house)
closeOnSignals(() => house.close(), process.exit)
createInterface({ input: process.stdin }).on('line', async line => {
  const { n, call, input } = JSON.parse(line)
  const answer = await (calls[call as keyof HouseCalls] as (given: unknown) => unknown)(input)
  process.stdout.write(`answer ${JSON.stringify({ n, result: answer })}\n`)
})
await house.announce()
