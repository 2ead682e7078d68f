import { type RuleId, rules } from '../../protocol/rules.js'

/** Whether a text names a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(rules, text)
}

/** What a rule asks for. */
export function textOfRule(rule: RuleId): string {
  return rules[rule].text
}
