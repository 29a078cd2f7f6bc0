import { isRecord } from "../../api/json-object.ts";

/**
 * What a field of formatted text may hold: a document of our editor (ProseMirror's JSON), HTML, plain text, or the
 * document of some other editor, which is never taken for one of ours.
 */
export type RichText =
  | { form: "empty" }
  | { form: "document"; document: DocumentNode }
  | { form: "html"; html: string }
  | { form: "text"; text: string }
  | { form: "foreign" };

export type DocumentNode = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: DocumentNode[];
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  text?: string;
};

/** The blocks that the editor knows, beside what every document has. */
export const allBlocks = [
  "heading",
  "bulletList",
  "orderedList",
  "blockquote",
  "codeBlock",
  "horizontalRule",
] as const;
export const allMarks = ["bold", "italic", "underline", "strike", "code", "link"] as const;

export type BlockName = (typeof allBlocks)[number];
export type MarkName = (typeof allMarks)[number];
export type Formats = { blocks: Set<BlockName>; marks: Set<MarkName> };

const basicNodes = new Set(["doc", "paragraph", "text", "hardBreak", "listItem"]);

/** What our editor keeps besides the text: anything else, such as how a paragraph is aligned, it would throw away. */
const knownAttrs = new Map([
  ["heading", ["level"]],
  ["orderedList", ["start", "type"]],
  ["codeBlock", ["language"]],
  ["link", ["href", "target", "rel", "class", "title"]],
]);

export function readRichText(value: unknown): RichText {
  if (value === null || value === undefined || value === "") return { form: "empty" };
  if (typeof value === "string")
    return /<\/?[a-z][^<>]*>/i.test(value) ? { form: "html", html: value } : { form: "text", text: value };
  return isDocument(value) ? { form: "document", document: value } : { form: "foreign" };
}

/** Whether our editor can show all of it. */
export function isDocument(value: unknown): value is DocumentNode {
  return isRecord(value) && value.type === "doc" && isKnown(value);
}

function isKnown(node: unknown): boolean {
  if (!isRecord(node)) return false;
  const type = String(node.type);
  if (!basicNodes.has(type) && !(allBlocks as readonly string[]).includes(type)) return false;
  if (type === "text" && typeof node.text !== "string") return false;
  if (!hasKnownAttrs(node)) return false;
  const marks = node.marks ?? [];
  const content = node.content ?? [];
  return Array.isArray(marks) && marks.every(isKnownMark) && Array.isArray(content) && content.every(isKnown);
}

function isKnownMark(mark: unknown): boolean {
  return isRecord(mark) && (allMarks as readonly unknown[]).includes(mark.type) && hasKnownAttrs(mark);
}

function hasKnownAttrs({ type, attrs }: Record<string, unknown>): boolean {
  if (attrs === null || attrs === undefined) return true;
  if (!isRecord(attrs)) return false;
  const known = knownAttrs.get(String(type)) ?? [];
  return Object.entries(attrs).every(([name, value]) => value === null || known.includes(name));
}

/** What the editor offers: what the model names, or all of it. */
export function offered(
  options: { blocks: readonly string[] | null; marks: readonly string[] | null } | null,
): Formats {
  return {
    blocks: namedOf(options?.blocks, allBlocks, otherBlockNames),
    marks: namedOf(options?.marks, allMarks, otherMarkNames),
  };
}

function namedOf<Name extends string>(
  named: readonly string[] | null | undefined,
  known: readonly Name[],
  others: Record<string, Name[]>,
): Set<Name> {
  if (!named) return new Set(known);
  return new Set(
    named.flatMap((name) => {
      const bare = name.toLowerCase().replace(/[^a-z0-9]/g, "");
      return others[bare] ?? known.filter((it) => it.toLowerCase() === bare);
    }),
  );
}

/** Other names that models have for them. */
const otherBlockNames: Record<string, BlockName[]> = {
  headings: ["heading"],
  list: ["bulletList", "orderedList"],
  lists: ["bulletList", "orderedList"],
  unorderedlist: ["bulletList"],
  bullets: ["bulletList"],
  numberedlist: ["orderedList"],
  quote: ["blockquote"],
  code: ["codeBlock"],
  divider: ["horizontalRule"],
  rule: ["horizontalRule"],
  hr: ["horizontalRule"],
};

const otherMarkNames: Record<string, MarkName[]> = {
  strong: ["bold"],
  em: ["italic"],
  emphasis: ["italic"],
  strikethrough: ["strike"],
  links: ["link"],
};

/** What a document uses, which an editor must know, or it would throw it away. */
export function usedFormats(node: DocumentNode): Formats {
  const used: Formats = { blocks: new Set(), marks: new Set() };
  const visit = ({ type, marks = [], content = [] }: DocumentNode) => {
    for (const block of allBlocks) if (block === type) used.blocks.add(block);
    for (const mark of allMarks) if (marks.some((it) => it.type === mark)) used.marks.add(mark);
    content.forEach(visit);
  };
  visit(node);
  return used;
}

/** Plain text as a document: empty lines part paragraphs. */
export function documentOfText(text: string): DocumentNode {
  const paragraphs = text.replace(/\r\n?/g, "\n").split(/\n{2,}/);
  return {
    type: "doc",
    content: paragraphs.map((paragraph) => {
      const content = paragraph
        .split("\n")
        .flatMap((line, place): DocumentNode[] => [
          ...(place > 0 ? [{ type: "hardBreak" }] : []),
          ...(line === "" ? [] : [{ type: "text", text: line }]),
        ]);
      return content.length > 0 ? { type: "paragraph", content } : { type: "paragraph" };
    }),
  };
}

/** The document as it is stored: without the attributes that say nothing. Null when there is nothing in it. */
export function storedDocument(document: DocumentNode): DocumentNode | null {
  const blocks = document.content ?? [];
  const isEmpty = blocks.every((block) => block.type === "paragraph" && (block.content ?? []).length === 0);
  return isEmpty ? null : tidy(document);
}

function tidy({ type, attrs, content, marks, text }: DocumentNode): DocumentNode {
  const said = saidAttrs(attrs);
  return {
    type,
    ...(said && { attrs: said }),
    ...(content && { content: content.map(tidy) }),
    ...(marks && {
      marks: marks.map((mark) => {
        const markSaid = saidAttrs(mark.attrs);
        return { type: mark.type, ...(markSaid && { attrs: markSaid }) };
      }),
    }),
    ...(text !== undefined && { text }),
  };
}

function saidAttrs(attrs: Record<string, unknown> | undefined): Record<string, unknown> | null {
  const said = Object.entries(attrs ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : null;
}
