import type { Texts } from "./en.ts";

/** German. */
export const de: Texts = {
  common: {
    add: "Hinzufügen",
    all: "Alle",
    apply: "Anwenden",
    back: "Zurück",
    cancel: "Abbrechen",
    clear: "Leeren",
    close: "Schließen",
    copied: "Kopiert",
    copy: "Kopieren",
    create: "Anlegen",
    delete: "Löschen",
    details: "Einzelheiten",
    done: "Fertig",
    edit: "Bearbeiten",
    loading: "Wird geladen",
    more: "Mehr",
    name: "Name",
    no: "Nein",
    none: "Keine",
    or: "oder",
    remove: "Entfernen",
    rename: "Umbenennen",
    reset: "Zurücksetzen",
    save: "Speichern",
    search: "Suchen",
    tryAgain: "Erneut versuchen",
    undo: "Rückgängig",
    untitled: "Ohne Titel",
    yes: "Ja",
  },

  errors: {
    FORBIDDEN: "Dazu fehlen dir die Rechte",
    NOT_FOUND: "Hier ist nichts, oder du darfst es nicht sehen",
    OFFLINE: "Der Server ist nicht erreichbar",
    TIMEOUT: "Der Server hat zu lange gebraucht",
    UNAVAILABLE: "Der Server ist ausgelastet",
    pageNotFound: "Unter dieser Adresse gibt es keine Seite",
    pageNotFoundHint: "Vielleicht wurde sie entfernt, oder der Link ist unvollständig.",
    toStart: "Zur Übersicht",
    unexpected: "Etwas ist schiefgegangen",
  },

  shell: {
    account: "Konto",
    allCollections: "Sammlungen",
    connecting: "Verbindung wird aufgebaut …",
    dark: "Dunkel",
    dashboard: "Übersicht",
    explorer: "API-Explorer",
    history: "Verlauf",
    language: "Sprache",
    light: "Hell",
    lost: "Verbindung verloren. Die Anzeige ist vielleicht veraltet; neuer Versuch läuft …",
    mainMenu: "Hauptmenü",
    model: "Modell",
    noCollections: "Es gibt keine Sammlungen, die du sehen darfst.",
    offline:
      "Du bist offline. Du kannst weiterschreiben; nichts geht verloren, und Speichern klappt wieder, sobald du zurück bist.",
    people: "Personen",
    scheme: "Erscheinungsbild",
    signOut: "Abmelden",
    skipToContent: "Zum Inhalt springen",
    system: "Wie das System",
    toggleMenu: "Menü öffnen oder schließen",
    viewAs: "Ansehen als",
    viewingAs: "Du siehst, was {{who}} sieht.",
    viewingAsEnd: "Zurück zu dir selbst",
  },

  palette: {
    actions: "Aktionen",
    collections: "Sammlungen",
    entries: "Einträge",
    hint: "Suchen oder springen zu",
    newEntry: "Neu: {{label}}",
    nothing: "Nichts gefunden",
    open: "Suchen und springen",
    pages: "Seiten",
  },

  signIn: {
    backToSignIn: "Zurück zur Anmeldung",
    byCode: "Code per E-Mail",
    byPasskey: "Mit Passkey anmelden",
    byPassword: "Mit Passwort anmelden",
    byProvider: "Mit {{provider}} anmelden",
    code: "Code",
    codeHint: "Du bekommst einen sechsstelligen Code per E-Mail und brauchst kein Passwort.",
    codeSent: "Falls es zu {{email}} ein Konto gibt, ist ein Code unterwegs. Er gilt 15 Minuten.",
    confirmationAgain: "Link erneut schicken",
    confirmationSent: "Falls die Adresse noch bestätigt werden muss, ist ein Link unterwegs.",
    email: "E-Mail",
    forgot: "Passwort vergessen?",
    forgotHint: "Du bekommst einen Link per E-Mail, mit dem du ein neues setzt.",
    forgotTitle: "Neues Passwort setzen",
    notAllowed:
      "Mit diesem Konto geht es gerade nicht: Es ist gesperrt, oder die Adresse ist noch nicht bestätigt.",
    password: "Passwort",
    recoveryCode: "Wiederherstellungscode",
    recoveryHint:
      "Gib einen der Codes ein, die du beim Einrichten der App aufbewahrt hast. Jeder gilt einmal.",
    resetSent: "Falls es zu {{email}} ein Konto gibt, ist ein Link unterwegs. Er gilt eine Stunde.",
    secondFactorHint: "Gib den Code ein, den deine Authenticator-App zeigt.",
    sendAgain: "Neuen Code schicken",
    sendCode: "Code schicken",
    sendReset: "Link schicken",
    showPassword: "Passwort zeigen oder verbergen",
    startOver: "Von vorn beginnen",
    submit: "Anmelden",
    title: "Anmelden",
    tooOften: "Zu viele Versuche. Versuche es in {{time}} wieder.",
    tryAgainNow: "Du kannst es jetzt wieder versuchen.",
    useApp: "Authenticator-App verwenden",
    useRecovery: "Wiederherstellungscode verwenden",
    wrongCode: "Der Code stimmt nicht, wurde schon benutzt oder ist zu alt.",
    wrongPasskey: "Dieser Passkey gehört zu keinem Konto hier.",
    wrongPassword: "Adresse oder Passwort stimmt nicht.",
    wrongSecondFactor:
      "Der Code stimmt nicht, oder es hat zu lange gedauert. Nimm den nächsten Code oder beginne von vorn.",
  },

  list: {
    title: "Einträge",
  },

  entry: {
    title: "Eintrag",
  },

  fields: {
    empty: "Leer",
  },

  history: {
    title: "Verlauf",
  },

  audit: {
    title: "Verlauf",
  },

  model: {
    title: "Modell",
  },

  people: {
    title: "Personen",
  },

  account: {
    title: "Konto",
  },

  explorer: {
    title: "API-Explorer",
  },

  dashboard: {
    title: "Übersicht",
  },
};
