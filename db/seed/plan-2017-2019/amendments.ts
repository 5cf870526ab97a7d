import type { AmendmentSeed } from './types';

export const amendments: AmendmentSeed[] = [
  {
    initiative: '1.1',
    milestonePosition: 3,
    kind: 'method',
    field: 'gennemførelse',
    from: {
      da: 'Publicering af data i frit tilgængeligt datakatalog',
      en: 'publication of data in a freely accessible data catalogue',
    },
    to: {
      da: 'henvise brugere til at søge og bestille data i Rigsarkivets brugerservices',
      en: 'referring users to search for and order data in the user services of the National Archives',
    },
    reason: {
      da: 'opretholdelse af datasikkerhed og user tracking mulighed; afledt af afdækning af behov i forhold til it-understøttelse',
      en: 'keeping data secure and user tracking possible; follows from the mapping of needs for IT support',
    },
    summary: {
      da: 'Data lægges ikke frem i et åbent katalog; i stedet vises brugerne videre til arkivets egne tjenester, hvor de kan søge og bestille.',
      en: 'The data are not put in an open catalogue; users are instead directed to the archives’ own services, where they can search and order.',
    },
  },
  {
    initiative: '1.1',
    milestonePosition: 5,
    kind: 'content',
    field: 'milepæl',
    from: {
      da: 'præsentationsvideo af Rigsarkivets OGP-initiativ',
      en: 'a video presenting the OGP initiative of the National Archives',
    },
    to: {
      da: 'en video, der vejleder i datasøgning og -bestilling',
      en: 'a video guiding users in searching for and ordering data',
    },
    reason: { da: 'ændring i måden data publiceres på', en: 'change in the way data are published' },
    summary: {
      da: 'Videoen skal ikke længere fortælle om initiativet, men vise, hvordan man søger efter data og bestiller dem.',
      en: 'The video is no longer to tell about the initiative but to show how to search for data and order them.',
    },
  },
  {
    initiative: '1.2',
    milestonePosition: null,
    kind: 'delay',
    field: 'slutdato',
    from: null,
    to: {
      da: 'forsinket i et kvartal (ejendoms- og persongrunddata); andet kvartal 2019 (alle geogrunddata)',
      en: 'delayed by one quarter (data on real property and persons); second quarter of 2019 (all geodata)',
    },
    reason: {
      da: 'tekniske udfordringer; ny tidsplan for grunddataprogrammet',
      en: 'technical difficulties; new timetable for the basic data programme',
    },
    summary: {
      da: 'Data om ejendomme og personer kommer et kvartal senere end ventet, og data om geografi er først samlet klar i 2. kvartal 2019.',
      en: 'Data on property and persons come a quarter later than expected, and the geodata will not all be ready until the second quarter of 2019.',
    },
  },
  {
    initiative: '1.3',
    milestonePosition: 2,
    kind: 'date',
    field: 'slutdato',
    from: { da: '1. halvår af 2018', en: 'first half of 2018' },
    to: { da: '2. halvår af 2018', en: 'second half of 2018' },
    reason: null,
    summary: {
      da: 'Den tekniske udvikling af Dagtilbudsportalen slutter et halvt år senere end først planlagt.',
      en: 'The technical development of the day-care portal ends half a year later than first planned.',
    },
  },
  {
    initiative: '2.2',
    milestonePosition: 3,
    kind: 'correction',
    field: 'slutdato',
    from: { da: 'ultimo 2019', en: 'end of 2019' },
    to: { da: 'ultimo 2020', en: 'end of 2020' },
    reason: { da: 'fejlagtigt sat', en: 'set by mistake' },
    summary: {
      da: 'Slutdatoen for telemedicin til gravide var skrevet forkert i planen og er rettet til et år senere, ultimo 2020.',
      en: 'The end date for telemedicine for pregnant women was entered wrongly in the plan and has been corrected to a year later, the end of 2020.',
    },
  },
  {
    initiative: '3.1',
    milestonePosition: null,
    kind: 'description',
    field: 'initiativbeskrivelse',
    from: {
      da: 'kommissoriet for taskforcen til et stærkere civilsamfund',
      en: 'the terms of reference of the task force for a stronger civil society',
    },
    to: {
      da: 'aftaleteksten fra satspuljeaftalen for det sociale område 2018-2021',
      en: 'the text of the agreement on the rate adjustment pool (satspuljen) for social affairs 2018–2021',
    },
    reason: null,
    summary: {
      da: 'Beskrivelsen bygger nu på den politiske aftale om satspuljen og ikke længere på opdraget til taskforcen.',
      en: 'The description now builds on the political agreement on the rate adjustment pool and no longer on the task force’s brief.',
    },
  },
  {
    initiative: '3.2',
    milestonePosition: 2,
    kind: 'date',
    field: 'startdato',
    from: { da: 'december 2017', en: 'December 2017' },
    to: { da: 'november 2017', en: 'November 2017' },
    reason: null,
    summary: {
      da: 'Midtvejsopfølgningen begynder en måned tidligere end planlagt og slutter i december 2017.',
      en: 'The mid-term follow-up begins a month earlier than planned and ends in December 2017.',
    },
  },
  {
    initiative: '3.2',
    milestonePosition: 3,
    kind: 'date',
    field: 'startdato',
    from: { da: 'maj/juni 2018', en: 'May/June 2018' },
    to: { da: '5. marts 2018', en: '5 March 2018' },
    reason: null,
    summary: {
      da: 'Den endelige opfølgning er lagt tidligere, i marts 2018 i stedet for forsommeren, og slutter den 25. marts.',
      en: 'The final follow-up has been brought forward from early summer to March 2018 and ends on 25 March.',
    },
  },
  {
    initiative: '3.3',
    milestonePosition: null,
    kind: 'description',
    field: 'initiativbeskrivelse',
    from: null,
    to: { da: 'åbent netværk', en: 'open network' },
    reason: {
      da: 'rammerne for forummet er ændret til i højere grad at være et åbent netværk',
      en: 'the framework of the forum has been changed to be an open network to a higher degree',
    },
    summary: {
      da: 'Beskrivelsen er skrevet om, så forummet nu er et netværk, der er åbent for enhver.',
      en: 'The description has been rewritten so that the forum is now a network open to anyone.',
    },
  },
  {
    initiative: '3.3',
    milestonePosition: null,
    kind: 'date',
    field: 'slutdato',
    from: { da: '30. juni 2018', en: '30 June 2018' },
    to: { da: '31. august 2018', en: '31 August 2018' },
    reason: null,
    summary: {
      da: 'Initiativet slutter to måneder senere end først fastsat.',
      en: 'The initiative ends two months later than first set.',
    },
  },
  {
    initiative: '3.3',
    milestonePosition: 1,
    kind: 'milestone_renamed',
    field: 'milepæl',
    from: { da: 'kortlægning af potentielle medlemmer', en: 'mapping of potential members' },
    to: {
      da: 'Forberedelser – arbejdsform og medlemskreds',
      en: 'Preparations – working methods and membership',
    },
    reason: null,
    summary: {
      da: 'Den første milepæl har fået nyt navn, så den dækker forberedelserne bredt og ikke kun en kortlægning af medlemmer.',
      en: 'The first milestone has been renamed to cover the preparations broadly and not only a mapping of members.',
    },
  },
  {
    initiative: '3.3',
    milestonePosition: null,
    kind: 'milestone_removed',
    field: 'milepæl',
    from: { da: 'Dialog med potentielle medlemmer', en: 'Dialogue with potential members' },
    to: null,
    reason: {
      da: 'forummet etableres som et åbent netværk',
      en: 'the forum is being established as an open network',
    },
    summary: {
      da: 'En milepæl om samtaler med kommende medlemmer er udgået, fordi enhver nu kan være med.',
      en: 'A milestone on talks with prospective members has been dropped, because anyone can now take part.',
    },
  },
  {
    initiative: '4.3',
    milestonePosition: null,
    kind: 'correction',
    field: 'startdato/slutdato',
    from: {
      da: 'startdato placeret under ”slutdato”; slutdato ikke angivet',
      en: 'start date placed under “end date”; end date not given',
    },
    to: {
      da: 'korrekt startdato; slutdatoerne er blevet tilføjet',
      en: 'correct start date; the end dates have been added',
    },
    reason: { da: 'fejlagtigt placeret', en: 'misplaced' },
    summary: {
      da: 'Milepælenes startdatoer stod i den forkerte kolonne; de er flyttet på plads, og de manglende slutdatoer er skrevet ind.',
      en: 'The milestones’ start dates stood in the wrong column; they have been moved into place and the missing end dates filled in.',
    },
  },
];
