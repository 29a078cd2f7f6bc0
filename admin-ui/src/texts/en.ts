/**
 * Every text of the pages. Another language is one more file of this shape (`Texts`), named in `languages.ts`.
 * Parts in `{{…}}` are filled in; `_one` and `_other` are chosen by number. Each feature has a section of its own.
 */
export const en = {
  common: {
    add: "Add",
    all: "All",
    apply: "Apply",
    back: "Back",
    cancel: "Cancel",
    clear: "Clear",
    close: "Close",
    copied: "Copied",
    copy: "Copy",
    create: "Create",
    delete: "Delete",
    details: "Details",
    done: "Done",
    edit: "Edit",
    loading: "Loading",
    more: "More",
    name: "Name",
    no: "No",
    none: "None",
    or: "or",
    remove: "Remove",
    rename: "Rename",
    reset: "Reset",
    save: "Save",
    search: "Search",
    tryAgain: "Try again",
    undo: "Undo",
    untitled: "Untitled",
    yes: "Yes",
  },

  errors: {
    FORBIDDEN: "You may not do this",
    NOT_FOUND: "There is nothing here, or you may not see it",
    OFFLINE: "The server can’t be reached",
    TIMEOUT: "The server took too long",
    UNAVAILABLE: "The server is busy",
    pageNotFound: "There is no page at this address",
    pageNotFoundHint: "It may have been removed, or the link is not complete.",
    toStart: "Go to the dashboard",
    unexpected: "Something went wrong",
  },

  shell: {
    account: "Account",
    allCollections: "Collections",
    connecting: "Connecting…",
    dark: "Dark",
    dashboard: "Dashboard",
    explorer: "API explorer",
    history: "History",
    language: "Language",
    light: "Light",
    lost: "Connection lost. What you see may be out of date; trying again…",
    mainMenu: "Main menu",
    model: "Model",
    noCollections: "There are no collections you may see.",
    offline:
      "You are offline. You can go on writing; nothing is lost, and saving works again once you are back.",
    people: "People",
    scheme: "Appearance",
    signOut: "Sign out",
    skipToContent: "Skip to the content",
    system: "Same as the system",
    toggleMenu: "Open or close the menu",
    viewAs: "View as",
    viewingAs: "You see what {{who}} sees.",
    viewingAsEnd: "Back to yourself",
  },

  palette: {
    actions: "Actions",
    collections: "Collections",
    entries: "Entries",
    hint: "Search, or jump to",
    newEntry: "New: {{label}}",
    nothing: "Nothing found",
    open: "Search and jump",
    pages: "Pages",
  },

  signIn: {
    title: "Sign in",
  },

  list: {
    title: "Entries",
  },

  entry: {
    title: "Entry",
  },

  fields: {
    addTo: "Add to {{label}}",
    andMore: "+{{count}}",
    atLeast: "Must be at least {{limit}}",
    atMost: "Must be at most {{limit}}",
    choose: "Choose",
    chooseDay: "Choose a day for {{label}}",
    chooseMonth: "Choose a month",
    chooseYear: "Choose a year",
    dayOf: "{{label}}: day",
    empty: "Empty",
    follows: "Made from {{label}}",
    hasComma: "Write a point before the decimals and nothing between thousands: 1234.5",
    itemOf: "{{label}} {{place}}",
    lengthOf: "{{length}} of {{longest}} characters",
    makeFrom: "Make from {{label}}",
    move: "Move {{name}}",
    moveCancelled: "Stays where it was",
    moveHelp:
      "Press space to pick it up, the arrow keys to move it, space again to put it down, and escape to leave it where it was.",
    moving: "Moving {{name}}",
    movingTo: "{{name}} to place {{place}}",
    nextDecade: "Next ten years",
    nextMonth: "Next month",
    nextYear: "Next year",
    noSuchDay: "There is no such day",
    notDate: "Must be a day, such as 2026-11-20",
    notNumber: "Must be a number",
    notSet: "Not set",
    notSlug: "Must be lower-case letters, digits and hyphens, such as my-first-post",
    notTime: "Must be a time of day, such as 09:30",
    notWhole: "Must be a whole number",
    nothingFound: "Nothing found",
    openLink: "Open the address in a new tab",
    otherZone: "Another time zone",
    outsideYears: "Must be within the years 1 to 9999",
    ownZone: "Your time zone ({{zone}})",
    previousDecade: "Previous ten years",
    previousMonth: "Previous month",
    previousYear: "Previous year",
    removeItem: "Remove {{name}}",
    timeOf: "{{label}}: time",
    today: "Today",
    tooManyDigits: "Has more digits than can be kept",
    wholeYear: "Write the year with four digits",
    zone: "Time zone: {{zone}}",
  },

  history: {
    title: "History",
  },

  audit: {
    title: "History",
  },

  model: {
    title: "Model",
  },

  people: {
    title: "People",
  },

  account: {
    title: "Account",
  },

  explorer: {
    title: "API explorer",
  },

  dashboard: {
    title: "Dashboard",
  },
};

export type Texts = typeof en;
