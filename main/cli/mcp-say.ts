// Every sentence of the stdio bridge, for agents and for people. No logic.

export const say = {
  notRunning: 'Gatehouse is not running. Start it, then try again.',
  stranger:
    "Something else listens on Gatehouse's port, or this agent's token was replaced or revoked, so the token was not sent. " +
    'A person can see which under Connect in Gatehouse.',
  otherFolder:
    'Another Gatehouse than that of this data folder listens on the port, so the token was not sent. Try again in a moment.',
  busy: 'Gatehouse is busy. Try again in a moment.',
  lostRead: 'Gatehouse ended before it answered. Try again.',
  lostSend:
    'Gatehouse ended before it answered, so whether this was done is not known. Look with read_surface before you send ' +
    'again; a send repeated with the key it had is not sent twice.',
  refused: (status: number, why: string) => why || `Gatehouse refused the request (HTTP ${status}).`,
  sameId: 'A request with this id is still running.',
  notJson: 'This line is no JSON.',
  notMessage: 'This is no JSON-RPC message.',
  tooLong: (bytes: number) => `A message may have ${bytes} bytes and no more.`,
  broken: 'Something in the bridge failed, and nothing was answered.',
  wrongUrl: 'GATEHOUSE_URL must be http://127.0.0.1:PORT/mcp.',
  wrongToken: 'GATEHOUSE_TOKEN holds no token.',
}
