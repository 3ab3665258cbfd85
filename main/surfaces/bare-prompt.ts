// Does nothing stand on the input line, as far as the screen tells? (pure) For a program that ran before it was heard: what others
// typed there nobody here has counted. It errs to "something does".

/** What prompts of shells and of agents' composers end with. */
const ENDS_LIKE_PROMPT = /[$#%>❯›»➜λ▶✗✔]$/u

/** `left`: what stands left of the cursor, without blanks around. Nothing there is nothing typed. */
export function isBarePrompt(left: string): boolean {
  return left === '' || ENDS_LIKE_PROMPT.test(left)
}
