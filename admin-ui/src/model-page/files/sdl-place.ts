/** What may be written at an offset of a file of the model that may not be finished yet. */
export type SdlPlace = { from: number } & (
  | { kind: "definition" }
  | { kind: "type"; owner: string }
  | { kind: "directive"; owner: string; of: "field" | "type" }
  | { kind: "argument"; directive: string; used: string[] }
  /** A value: what it begins with stands at `start`. */
  | { kind: "value"; owner: string; far: string; directive: string; argument: string; start: number }
);

type State = {
  owner: string;
  /** In the braces of a type. */
  isInside: boolean;
  isEnum: boolean;
  /** The type of the field that was read last. */
  far: string;
  isAfterColon: boolean;
  directive: string | null;
  argument: string | null;
  start: number;
  /** How deep in the brackets of a value. */
  depth: number;
  used: string[];
};

const tokens =
  /#[^\n]*|"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|@\w*|[A-Za-z_]\w*|[-\d][\w.+-]*|[{}()[\]:!=|&]|[\s,\uFEFF]+|./g;

/** Reads the file up to the offset. Null where nothing can be suggested: in comments and texts. */
export function sdlPlaceAt(text: string, offset: number): SdlPlace | null {
  let state: State = fresh("");
  let isNaming = false;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (index >= offset) break;
    const isCut = index + token.length >= offset;
    if (isCut && token.startsWith("#")) return null;
    const isWord = /^["@\w-]/.test(token);
    if (isCut && isWord && !isClosedText(token, index, offset)) return placeIn(state, index, token, isNaming);
    if (state.directive !== null && readInDirective(state, token, index)) continue;
    if (/^(?:type|interface|enum|union|scalar|input)$/.test(token) && !state.isInside) {
      state = { ...fresh(""), isEnum: token === "enum" || token === "union" };
      isNaming = true;
    } else if (isNaming && /^\w/.test(token)) {
      state.owner = token;
      isNaming = false;
    } else if (token === "{") state.isInside = true;
    else if (token === "}") state = fresh("");
    else if (token.startsWith("@"))
      Object.assign(state, { directive: token.slice(1), used: [], isAfterColon: false });
    else if (token === ":") state.isAfterColon = state.isInside;
    else if (/^\w/.test(token) && state.isAfterColon)
      Object.assign(state, { far: token, isAfterColon: false });
  }
  return placeIn(state, offset, "", isNaming);
}

function fresh(owner: string): State {
  return {
    owner,
    isInside: false,
    isEnum: false,
    far: "",
    isAfterColon: false,
    directive: null,
    argument: null,
    start: -1,
    depth: -1,
    used: [],
  };
}

/** Goes on within a directive; answers whether the token belonged to it. */
function readInDirective(state: State, token: string, index: number): boolean {
  if (state.depth < 0) {
    if (/^\s/.test(token)) return true;
    if (token !== "(") {
      state.directive = null;
      return false;
    }
    state.depth = 0;
    return true;
  }
  if (token === ")" && state.depth === 0) {
    Object.assign(state, { directive: null, argument: null, depth: -1, start: -1 });
    return true;
  }
  if (token === "{" || token === "[") {
    if (state.depth === 0 && state.start < 0) state.start = index;
    state.depth += 1;
  } else if (token === "}" || token === "]") {
    state.depth -= 1;
    if (state.depth === 0) Object.assign(state, { argument: null, start: -1 });
  } else if (state.depth === 0 && token === ":") state.start = -2;
  else if (state.depth === 0 && /^["\w-]/.test(token)) {
    if (state.start === -2) Object.assign(state, { argument: null, start: -1 });
    else {
      state.argument = token;
      state.used.push(token);
    }
  }
  return true;
}

function placeIn(state: State, from: number, token: string, isNaming: boolean): SdlPlace | null {
  const { owner, directive, argument, far } = state;
  if (directive !== null && state.depth >= 0) {
    const isValue = state.depth > 0 || state.start === -2;
    if (isValue && argument !== null)
      return {
        kind: "value",
        from,
        owner,
        far: far || owner,
        directive,
        argument,
        start: state.depth > 0 ? state.start : from,
      };
    return token.startsWith('"') ? null : { kind: "argument", from, directive, used: state.used };
  }
  if (token.startsWith('"') || isNaming) return null;
  if (token.startsWith("@")) {
    if (state.isInside && far === "") return null;
    return { kind: "directive", from, owner, of: state.isInside ? "field" : "type" };
  }
  if (state.isAfterColon) return { kind: "type", from, owner };
  return !state.isInside && owner === "" ? { kind: "definition", from } : null;
}

function isClosedText(token: string, index: number, offset: number): boolean {
  return /^".*"$/s.test(token) && token.length > 1 && offset === index + token.length;
}
