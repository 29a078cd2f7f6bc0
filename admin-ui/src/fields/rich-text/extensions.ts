import { Placeholder } from "@tiptap/extension-placeholder";
import type { Extensions } from "@tiptap/react";
import { StarterKit } from "@tiptap/starter-kit";
import type { Formats } from "./document.ts";

const addresses = /^(https?:|mailto:|tel:|entry:|[/#?])/i;

/** What the editor is made of: the formats that it knows, and nothing that puts anything in by itself. */
export function editorExtensions({ blocks, marks }: Formats, placeholder: string): Extensions {
  const on = (isKnown: boolean) => (isKnown ? {} : (false as const));
  const hasLists = blocks.has("bulletList") || blocks.has("orderedList");
  return [
    StarterKit.configure({
      heading: on(blocks.has("heading")),
      bulletList: on(blocks.has("bulletList")),
      orderedList: on(blocks.has("orderedList")),
      listItem: on(hasLists),
      listKeymap: on(hasLists),
      blockquote: on(blocks.has("blockquote")),
      codeBlock: on(blocks.has("codeBlock")),
      horizontalRule: on(blocks.has("horizontalRule")),
      bold: on(marks.has("bold")),
      italic: on(marks.has("italic")),
      underline: on(marks.has("underline")),
      strike: on(marks.has("strike")),
      code: on(marks.has("code")),
      link: marks.has("link") && {
        openOnClick: false,
        autolink: true,
        defaultProtocol: "https",
        isAllowedUri: (address) => addresses.test(address ?? ""),
        // How links open is for the site to say, so it is not stored.
        HTMLAttributes: { target: null, rel: null, class: null },
      },
      trailingNode: false,
    }),
    Placeholder.configure({ placeholder }),
  ];
}
