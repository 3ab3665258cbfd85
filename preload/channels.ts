// The names that bridge, page and main meet under. Nothing else is here: the bridge and the app's first part load before anything
// that parses.

/** The one channel of calls: name and input; answers a Result. */
export const CALL_CHANNEL = 'gatehouse:call'
/** One event carries one slice. */
export const SLICE_EVENT = 'gatehouse:slice'
/** Carries a surface's MessagePort; the payload is the tag the window chose when it asked. */
export const PORT_EVENT = 'gatehouse:port'
/** Carries a DoEvent. */
export const DO_EVENT = 'gatehouse:do'
