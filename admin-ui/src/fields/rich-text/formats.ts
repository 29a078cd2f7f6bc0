import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconH2,
  IconH3,
  IconH4,
  IconItalic,
  IconLetterT,
  IconList,
  IconListNumbers,
  IconSeparatorHorizontal,
  IconSourceCode,
  IconStrikethrough,
  IconUnderline,
} from "@tabler/icons-react";
import type { Editor } from "@tiptap/react";
import type { BlockName, Formats, MarkName } from "./document.ts";

/** Something that text can be made into: a button of the toolbar, and a line of the slash menu. */
export type Format = {
  /** Its text in `fields`. */
  name:
    | "paragraph"
    | "heading2"
    | "heading3"
    | "heading4"
    | "bulletList"
    | "orderedList"
    | "blockquote"
    | "codeBlock"
    | "horizontalRule"
    | MarkTextName;
  Icon: typeof IconBold;
  isActive: (editor: Editor) => boolean;
  apply: (editor: Editor) => void;
};

type MarkTextName = Exclude<MarkName, "link">;

const paragraph: Format = {
  name: "paragraph",
  Icon: IconLetterT,
  isActive: (editor) =>
    editor.isActive("paragraph") && !editor.isActive("listItem") && !editor.isActive("blockquote"),
  apply: (editor) => editor.chain().focus().clearNodes().run(),
};

const blockFormats: (Format & { block: BlockName })[] = [
  heading(2, "heading2", IconH2),
  heading(3, "heading3", IconH3),
  heading(4, "heading4", IconH4),
  {
    name: "bulletList",
    block: "bulletList",
    Icon: IconList,
    isActive: (editor) => editor.isActive("bulletList"),
    apply: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: "orderedList",
    block: "orderedList",
    Icon: IconListNumbers,
    isActive: (editor) => editor.isActive("orderedList"),
    apply: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: "blockquote",
    block: "blockquote",
    Icon: IconBlockquote,
    isActive: (editor) => editor.isActive("blockquote"),
    apply: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    name: "codeBlock",
    block: "codeBlock",
    Icon: IconSourceCode,
    isActive: (editor) => editor.isActive("codeBlock"),
    apply: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  },
  {
    name: "horizontalRule",
    block: "horizontalRule",
    Icon: IconSeparatorHorizontal,
    isActive: () => false,
    apply: (editor) => editor.chain().focus().setHorizontalRule().run(),
  },
];

const markFormats: (Format & { mark: MarkName })[] = [
  mark("bold", IconBold),
  mark("italic", IconItalic),
  mark("underline", IconUnderline),
  mark("strike", IconStrikethrough),
  mark("code", IconCode),
];

export function offeredMarks({ marks }: Formats): Format[] {
  return markFormats.filter((format) => marks.has(format.mark));
}

/** Plain paragraphs first, where there is anything else. */
export function offeredBlocks({ blocks }: Formats): Format[] {
  const others = blockFormats.filter((format) => blocks.has(format.block));
  return others.length > 0 ? [paragraph, ...others] : [];
}

/** The first rank is the page's own title. */
function heading(
  level: 2 | 3 | 4,
  name: Format["name"],
  Icon: typeof IconBold,
): Format & { block: BlockName } {
  return {
    name,
    block: "heading",
    Icon,
    isActive: (editor) => editor.isActive("heading", { level }),
    apply: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  };
}

function mark(name: MarkTextName, Icon: typeof IconBold): Format & { mark: MarkName } {
  return {
    name,
    mark: name,
    Icon,
    isActive: (editor) => editor.isActive(name),
    apply: (editor) => editor.chain().focus().toggleMark(name).run(),
  };
}
