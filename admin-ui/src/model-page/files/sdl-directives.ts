/** The arguments of each directive, with what is written for one that is chosen from a list. */
type Directives = Record<string, { args: readonly string[]; insert?: string }>;

export const typeDirectives: Directives = {
  collection: { args: ["plural", "title", "group", "icon", "orderBy"] },
  singleton: { args: ["title", "group", "icon"] },
  component: { args: [] },
  allow: { args: ["to", "do", "where", "check", "fields", "except", "set"], insert: "(to: #{}, do: READ)" },
  index: { args: ["fields", "unique"], insert: '(fields: ["#{}"])' },
  check: { args: ["where", "message"], insert: "(where: { #{} })" },
  drafts: { args: [] },
  versions: { args: ["keep"] },
  trash: { args: ["keepDays"] },
  preview: { args: ["url"], insert: '(url: "#{}")' },
  webhook: { args: ["url", "on", "where"], insert: '(url: "#{}")' },
  hook: { args: ["call", "on", "where"], insert: '(call: "#{}")' },
  oldName: { args: ["is"], insert: '(is: "#{}")' },
};

export const fieldDirectives: Directives = {
  unique: { args: [] },
  index: { args: [] },
  default: { args: ["value"], insert: "(value: #{})" },
  check: { args: ["min", "max", "minLength", "maxLength", "pattern", "message"], insert: "(#{})" },
  relation: { args: ["onDelete", "max"], insert: "(onDelete: #{})" },
  inverse: { args: ["of"], insert: '(of: "#{}")' },
  slug: { args: ["from"], insert: '(from: "#{}")' },
  ui: { args: ["widget", "tab", "width", "help", "showIf"], insert: "(#{})" },
  readOnly: { args: [] },
  writeOnce: { args: [] },
  secret: { args: [] },
  localized: { args: [] },
  search: { args: ["weight", "language"] },
  asset: { args: ["accept", "maxBytes"], insert: "(#{})" },
  richText: { args: ["blocks", "marks"], insert: "(#{})" },
  allow: { args: ["to", "do", "where", "check"], insert: "(to: #{}, do: READ)" },
  deprecated: { args: ["reason"], insert: '(reason: "#{}")' },
  oldName: { args: ["is"], insert: '(is: "#{}")' },
};

export function argumentsOfDirective(name: string): readonly string[] {
  return [...new Set([...(typeDirectives[name]?.args ?? []), ...(fieldDirectives[name]?.args ?? [])])];
}
