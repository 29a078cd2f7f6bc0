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
    title: "Anmelden",
  },

  list: {
    title: "Einträge",
  },

  map: {
    all: "Alles zeigen",
    closer: "Vergrößern",
    farther: "Verkleinern",
    keys: "Pfeiltasten verschieben die Karte, Plus und Minus ändern die Größe",
    keysWithPick:
      "Pfeiltasten verschieben die Karte, Plus und Minus ändern die Größe, Eingabe wählt ihre Mitte",
    map: "Karte",
    several_one: "{{count}} Ort; näher heran",
    several_other: "{{count}} Orte; näher heran",
  },

  entry: {
    title: "Eintrag",
  },

  fields: {
    addTo: "Zu {{label}} hinzufügen",
    atLeast: "Muss mindestens {{limit}} sein",
    atMost: "Darf höchstens {{limit}} sein",
    empty: "Leer",
    hasComma: "Schreib einen Punkt vor die Nachkommastellen und nichts zwischen Tausender: 1234.5",
    itemOf: "{{label}} {{place}}",
    lengthOf: "{{length}} von {{longest}} Zeichen",
    move: "{{name}} verschieben",
    moveCancelled: "Bleibt, wo es war",
    moveHelp:
      "Leertaste nimmt es auf, die Pfeiltasten verschieben es, die Leertaste legt es wieder ab, Escape lässt es, wo es war.",
    moving: "{{name}} wird verschoben",
    movingTo: "{{name}} an Platz {{place}}",
    notNumber: "Muss eine Zahl sein",
    notWhole: "Muss eine ganze Zahl sein",
    openLink: "Adresse in neuem Tab öffnen",
    removeItem: "{{name}} entfernen",
    tooManyDigits: "Hat mehr Stellen, als behalten werden können",
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
