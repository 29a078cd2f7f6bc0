import { Kind, type ObjectTypeDefinitionNode, parse } from "graphql";
import { expect, test } from "vitest";
import { printDirective } from "../sdl/directives.ts";
import { changeTypeDirective } from "../sdl/types.ts";
import { emptyRule, isRuleComplete, readRuleForm, ruleArguments } from "./rule-form.ts";

test("a rule that is not touched stays as it is written", () => {
  const text = `type A @allow(do: [READ], to: [author, editor], where: {author: {id: {eq: "$user.id"}}}, except: "a") { a: Int }`;
  const type = parse(text).definitions[0] as ObjectTypeDefinitionNode;
  const directive = type.directives?.[0];
  if (directive?.kind !== Kind.DIRECTIVE) throw new Error("no rule");
  const form = readRuleForm(directive);
  expect(form).toMatchObject({ to: ["author", "editor"], do: ["READ"], covers: "except", names: ["a"] });
  const files = [{ path: "a", text }];
  expect(changeTypeDirective(files, "A", "allow", 0, ruleArguments(form))[0]?.text).toBe(text);
});

test("a new rule says what was filled in", () => {
  const form = { ...emptyRule, to: ["editor"], do: ["CREATE", "UPDATE"], set: '{"author": "$user.id"}' };
  expect(printDirective("allow", ruleArguments(form))).toBe(
    '@allow(to: editor, do: [CREATE, UPDATE], set: { author: "$user.id" })',
  );
  expect(isRuleComplete(form)).toBe(true);
  expect(isRuleComplete({ ...form, where: "{ a" })).toBe(false);
  expect(isRuleComplete({ ...form, covers: "fields" })).toBe(false);
});
