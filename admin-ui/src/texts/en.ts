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
    backToSignIn: "Back to the sign-in",
    byCode: "Code by mail",
    byPasskey: "Sign in with a passkey",
    byPassword: "Use a password",
    byProvider: "Sign in with {{provider}}",
    code: "Code",
    codeHint: "We mail you a code of six digits. No password needed.",
    codeSent: "If {{email}} has an account, a code is on its way. It counts for 15 minutes.",
    confirmationAgain: "Mail me the link again",
    confirmationSent: "If the address waits to be confirmed, a link is on its way.",
    email: "Email",
    forgot: "Forgot your password?",
    forgotHint: "We mail you a link with which you set a new one.",
    forgotTitle: "Set a new password",
    notAllowed: "This account can’t sign in now: it is disabled, or its address is not confirmed yet.",
    password: "Password",
    recoveryCode: "Recovery code",
    recoveryHint: "Enter one of the codes that you kept when you set up the app. Each counts once.",
    resetSent: "If {{email}} has an account, a link is on its way. It counts for an hour.",
    secondFactorHint: "Enter the code that your authenticator app shows.",
    sendAgain: "Send another code",
    sendCode: "Send the code",
    sendReset: "Send the link",
    showPassword: "Show or hide the password",
    startOver: "Start over",
    submit: "Sign in",
    title: "Sign in",
    tooOften: "Too many attempts. Try again in {{time}}.",
    tryAgainNow: "You can try again now.",
    useApp: "Use the authenticator app",
    useRecovery: "Use a recovery code",
    wrongCode: "The code is not right, was used, or is too old.",
    wrongPasskey: "This passkey does not belong to an account here.",
    wrongPassword: "The address or the password is not right.",
    wrongSecondFactor: "The code is not right, or you took too long. Try the next code, or start over.",
  },

  list: {
    title: "Entries",
  },

  entry: {
    title: "Entry",
  },

  fields: {
    empty: "Empty",
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
