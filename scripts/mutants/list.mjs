// Small wrong changes to the policy, each of which some test must notice. `from` stands in its file exactly once.

/** @typedef {{file: string, from: string, to: string, breaks: string}} Mutant */

/** @type {(name: string, ...changes: [breaks: string, from: string, to: string][]) => Mutant[]} */
const of = (name, ...changes) =>
  changes.map(([breaks, from, to]) => ({ file: `main/policy/${name}.ts`, breaks, from, to }))

/** @type {readonly Mutant[]} */
// biome-ignore format: one mutant a line
export const MUTANTS = [
  ...of(
    'decide',
    ['a level does not include itself', 'if (rank(needed) <= rank(grant.level))', 'if (rank(needed) < rank(grant.level))'],
    ['what is to be asked for is given', "rank(needed) <= reach(grant) ? 'ask'", "rank(needed) <= reach(grant) ? 'allow'"],
    ['a sub-grant gives without submit', "return stricter(ladder(grant, 'submit'), grant[intent])", 'return grant[intent]'],
    ['Enter alone passes what texts are required', 'if (text === undefined) return null', 'if (!text) return null'],
    ['text rules come in the order of the file', '[...rules].sort(byExactness)', 'rules'],
    ['a lock on one sub-grant is named for another', '{ ...free, [intent]: grant[intent] }', 'grant'],
  ),
  ...of(
    'match',
    ['rules go by aliases', "surface.named === false ? [] : [surface.name]", 'surface.alias === null ? [surface.name] : [surface.alias]'],
    ['rules go by an empty name', "surface.name === '' || surface.named", 'surface.named'],
    ['rules go by a name that nobody gave', " || surface.named === false ? []", ' ? []'],
    ['locks forget former names', '...surface.formerNames, ', ''],
    ['rules go by a workspace nobody gave', "if (workspace === '' && !lock) return false", ''],
    ['a selector of agents inside selects all agents', 'if (!isInside(agent)) return false', ''],
    ['a name pattern is as exact as a name', 'isGlob(selector.name) ? 2 : 1', '1'],
    ['"self" is nobody', "openedBy === 'self' ? agent.id : openedBy", 'openedBy'],
    ['a surface matches by any key, not by all', 'if (host !== undefined && host !== surface.host) return false', 'if (host !== undefined) return host === surface.host'],
  ),
  ...of(
    'resolve',
    ['temporary does not come before standing', 'a.standing - b.standing ||', ''],
    ['the agent counts before the surface', 'a.surface - b.surface ||\n    a.agent - b.agent ||', 'a.agent - b.agent ||\n    a.surface - b.surface ||'],
    ['of equals the larger id', '(a.id < b.id ? -1 : 1)', '(a.id > b.id ? -1 : 1)'],
    ['what every object has is an agent', 'Object.hasOwn(policy.agents, agent.id)', 'agent.id in policy.agents'],
    ['any rule raises what an agent opened', "(rule.surfaces === '*' || rule.surfaces.openedBy === 'self')", 'true'],
    ['its own id raises what an agent opened', "rule.surfaces.openedBy === 'self'", 'rule.surfaces.openedBy !== undefined'],
    ['a more exact rule takes nothing away from an opener', 'const same = byGrant(grant, base.grant) === 0 && inserts === base.inserts', 'const same = true'],
    ['no workspace is the own one of agents in none', "surface.workspace !== '' && surface", 'surface'],
    ['only one lock counts', 'const grant = locks.reduce(', 'const grant = locks.slice(0, 1).reduce('],
    ['a lock that lowers nothing is named', 'if (byGrant(left, before) === 0) continue', ''],
    ['an opener starts with submit', "granted({ level: 'read', ask: 'submit' })", "granted({ level: 'submit' })"],
  ),
  ...of(
    'grant',
    ['a lock leaves every ask', 'const reached = Math.min(reach(a), reach(b))', 'const reached = reach(a)'],
    ['a password is asked about unless said', "secret = 'deny' } = rule", "secret = 'ask' } = rule"],
    ['a lock lowers sub-grants it does not name', "granted({ answer: 'allow', interrupt: 'allow', secret: 'allow', ...lock })", 'granted(lock)'],
    ['of equals the higher level', 'rank(a.level) - rank(b.level) ||', 'rank(b.level) - rank(a.level) ||'],
  ),
  ...of(
    'open',
    ['a rule for everybody adds to one that names the agent', 'mine.filter(rule => agentExactness(rule.agents) === closest)', 'mine'],
    ['one more than the most may be open', 'opening.openNow >= max', 'opening.openNow > max'],
    ['of several the laxest decides', 'SUB_EFFECTS.indexOf(a.effect) - SUB_EFFECTS.indexOf(b.effect)', 'SUB_EFFECTS.indexOf(b.effect) - SUB_EFFECTS.indexOf(a.effect)'],
    ['nobody is asked about a first prompt', "opening.prompt && grant === 'allow' && prompt === 'ask'", 'false'],
    ['a command is not denied', "if (opening.command && command === 'deny')", 'if (false)'],
    ['a lock on what an agent opens does not hold its opening', 'const held = heldBy(policy, agent, { ...surface, openedBy: agent.id })', 'const held = heldBy(policy, agent, surface)'],
    ['a folder that is not known is in every folder', '(folder !== null && cwd.some(', '(folder === null || cwd.some('],
    ['an agent closes what others opened', ' || !openedIt(agent, surface)', ''],
  ),
  ...of(
    'path-glob',
    ['a backslash parts folders everywhere', "path.startsWith('/') ? withoutEnd : fromWindows", 'fromWindows'],
    ['a star crosses folders', "isPart ? '[^/]+' : '[^/]*'", "isPart ? '.+' : '.*'"],
  ),
  ...of(
    'text-rules',
    ['Enter alone is what is required', 'text !== null && matches(require, text, false)', 'text === null || matches(require, text, false)'],
    ['only the first text rule of a rule counts', 'of rule.text ?? []', 'of (rule.text ?? []).slice(0, 1)'],
    ['a text rule for every send counts for none', 'one.intent !== undefined && one.intent !== intent', 'one.intent !== intent'],
    ['`equals` is `contains`', 'text === match.equals', 'text.includes(match.equals)'],
  ),
  ...of(
    'temporary',
    ['a rule lives a moment too long', 'now < end', 'now <= end'],
    ['a rule outlives the surface it is for', 'return isOpen(rule.until.closes)', 'return true'],
    ['an end that has come is the next one', 'end > now', 'end >= now'],
  ),
  ...of(
    'limits',
    ['a window is a moment too long', 'now - at < length', 'now - at <= length'],
    ['giving one back gives back all', 'filter(one => one !== send)', 'filter(() => false)'],
    ['the first of a full window is the one to wait for', 'inside[inside.length - limit.max]', 'inside[0]'],
    ['the limit that is free first is named', 'left.freeAt > (full.freeAt ?? 0)', 'left.freeAt < (full.freeAt ?? 0)'],
    ['pairs and surfaces are counted as agents', 'whose[limit.per]', 'whose.agent'],
    ['a day is forgotten after an hour', 'const LONGEST = WINDOWS.day', 'const LONGEST = WINDOWS.hour'],
    ['only limits of the rule that decides count', '.sort(byExactness)', '.sort(byExactness)\n    .slice(0, 1)'],
    ['every send takes a place in limits on submits', 'const concerned = counted.filter(({ limit }) => (limit.intent ?? intent) === intent)', 'const concerned = counted'],
    ['a tally that starts anew forgets sends by workspace', 'selector.id === undefined || ', ''],
  ),
  ...of(
    'ask-limits',
    ['four wait', 'MAX_WAITING = 3', 'MAX_WAITING = 4'],
    ['an ask that was allowed ends no row', "if (how === 'allowed') refused.delete(pair)", ''],
    ['an ask ends twice', 'if (isOver) return', ''],
    ['silence lasts a moment too long', 'if (left > 0) return left', 'if (left >= 0) return Math.max(left, 1)'],
  ),
  ...of('explain', ['the Why list takes the first for the one in force', 'all.find(one => one.id === inForce)', 'all[0]']),
]
