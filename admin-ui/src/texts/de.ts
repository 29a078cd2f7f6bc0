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

  entry: {
    title: "Eintrag",
  },

  fields: {
    addTo: "Zu {{label}} hinzufügen",
    andMore: "+{{count}}",
    atLeast: "Muss mindestens {{limit}} sein",
    atMost: "Darf höchstens {{limit}} sein",
    choose: "Wählen",
    chooseDay: "Tag für {{label}} wählen",
    chooseMonth: "Monat wählen",
    chooseYear: "Jahr wählen",
    dayOf: "{{label}}: Tag",
    empty: "Leer",
    follows: "Entsteht aus {{label}}",
    hasComma: "Schreib einen Punkt vor die Nachkommastellen und nichts zwischen Tausender: 1234.5",
    itemOf: "{{label}} {{place}}",
    lengthOf: "{{length}} von {{longest}} Zeichen",
    makeFrom: "Aus {{label}} machen",
    move: "{{name}} verschieben",
    moveCancelled: "Bleibt, wo es war",
    moveHelp:
      "Leertaste nimmt es auf, die Pfeiltasten verschieben es, die Leertaste legt es wieder ab, Escape lässt es, wo es war.",
    moving: "{{name}} wird verschoben",
    movingTo: "{{name}} an Platz {{place}}",
    nextDecade: "Nächste zehn Jahre",
    nextMonth: "Nächster Monat",
    nextYear: "Nächstes Jahr",
    noSuchDay: "Diesen Tag gibt es nicht",
    notDate: "Muss ein Tag sein, etwa 20.11.2026",
    notNumber: "Muss eine Zahl sein",
    notSet: "Nicht gesetzt",
    notSlug: "Muss aus Kleinbuchstaben, Ziffern und Bindestrichen bestehen, etwa mein-erster-beitrag",
    notTime: "Muss eine Uhrzeit sein, etwa 09:30",
    notWhole: "Muss eine ganze Zahl sein",
    nothingFound: "Nichts gefunden",
    openLink: "Adresse in neuem Tab öffnen",
    otherZone: "Andere Zeitzone",
    outsideYears: "Muss in den Jahren 1 bis 9999 liegen",
    ownZone: "Deine Zeitzone ({{zone}})",
    previousDecade: "Vorige zehn Jahre",
    previousMonth: "Voriger Monat",
    previousYear: "Voriges Jahr",
    removeItem: "{{name}} entfernen",
    timeOf: "{{label}}: Uhrzeit",
    today: "Heute",
    tooManyDigits: "Hat mehr Stellen, als behalten werden können",
    wholeYear: "Schreib das Jahr mit vier Stellen",
    zone: "Zeitzone: {{zone}}",
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
