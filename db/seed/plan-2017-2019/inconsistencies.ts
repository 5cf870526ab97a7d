import type { InconsistencySeed } from './types';

export const inconsistencies: InconsistencySeed[] = [
  {
    id: 'proposals-count',
    initiative: '3.2',
    text: {
      da: 'Resultaterne for initiativ 3.2 (og en nyhed fra den 22. oktober 2018) taler om 984 forslag, mens afsnit 3.2 »Konklusion« taler om 982.',
      en: 'The results of initiative 3.2 (and a news item of 22 October 2018) speak of 984 proposals, while section 3.2 “Konklusion” (conclusion) speaks of 982.',
    },
  },
  {
    id: 'ministries-count',
    initiative: '3.2',
    text: {
      da: 'Resultaterne nævner 16 ministerområder, men listen over statslige aktører har 15 ministerier.',
      en: 'The results mention 16 ministerial areas, but the list of state actors has 15 ministries.',
    },
  },
  {
    id: 'municipalities-count',
    initiative: '1.5',
    text: {
      da: 'Beskrivelsen nævner 31 kommuner, mens milepælen og listen over statslige aktører nævner 34.',
      en: 'The description says 31 municipalities, while the milestone and the list of state actors say 34.',
    },
  },
  {
    id: 'foi-act-year',
    initiative: null,
    text: {
      da: 'Offentlighedsloven skal revideres i 2019 efter afsnit 1.1, men i 2018 eller 2019 efter afsnit 1.3, som ellers henviser til afsnit 1.1.',
      en: 'The access to information act (offentlighedsloven) is to be revised in 2019 according to section 1.1, but in 2018 or 2019 according to section 1.3, which refers to section 1.1.',
    },
  },
  {
    id: 'recommendation-3',
    initiative: null,
    text: {
      da: 'Af de fire anbefalinger får nummer 3, om lobbyarbejde, intet svar i opfølgningen.',
      en: 'Of the four recommendations, number 3, on lobbying, gets no answer in the follow-up.',
    },
  },
  {
    id: 'period-missing',
    initiative: null,
    text: {
      da: 'Initiativ 1.3 og 2.2 har ingen trykt periode, og 1.5 er uden slutning (»2016 -«). Kun ved 1.1 står ordet »Periode«.',
      en: 'Initiatives 1.3 and 2.2 have no printed period, and 1.5 is open-ended (“2016 -”). Only 1.1 carries the label “Periode” (period).',
    },
  },
  {
    id: '1.2-period',
    initiative: '1.2',
    text: {
      da: 'Perioden slutter i 2. kvartal 2018, men to milepæle slutter i 2. kvartal 2019. Perioden begynder i 3. kvartal 2017, men den tidligste milepæl først i 4. kvartal 2017.',
      en: 'The period ends in the second quarter of 2018, but two milestones end in the second quarter of 2019. The period starts in the third quarter of 2017, but the earliest milestone not until the fourth.',
    },
  },
  {
    id: '1.2-adjustment',
    initiative: '1.2',
    text: {
      da: 'Justeringen flytter kun geogrunddata til 2. kvartal 2019 og forsinker ejendoms- og persondata et kvartal. Tabellen giver også ejendomsdata 2. kvartal 2019 og har persondata som afsluttet i 2. kvartal 2018.',
      en: 'The amendment moves only the geodata to the second quarter of 2019 and delays property and person data by a quarter. The table gives property data the second quarter of 2019 too, and has person data as completed in the second quarter of 2018.',
    },
  },
  {
    id: '1.1-needs',
    initiative: '1.1',
    text: {
      da: 'Milepæl 2 om afdækning af behov er »Ikke påbegyndt« efter sin slutdato, mens en justering bygger på dens resultat. Milepæl 3 og 5 har beholdt deres gamle ordlyd.',
      en: 'Milestone 2, on mapping needs, is “Ikke påbegyndt” (not started) after its end date, while an amendment builds on its result. Milestones 3 and 5 keep their old wording.',
    },
  },
  {
    id: '1.3-description',
    initiative: '1.3',
    text: {
      da: 'Beskrivelsen lader stadig den tekniske udvikling slutte i 1. halvår 2018; justeringen og tabellen siger 2. halvår.',
      en: 'The description still has technical development ending in the first half of 2018; the amendment and the table say the second half.',
    },
  },
  {
    id: '1.4-actors',
    initiative: '1.4',
    text: {
      da: 'KL, som selv er ansvarlig, står også i feltet med statslige aktører. Perioden begynder i 2016, men milepælen først i april-maj 2017.',
      en: 'KL, itself the responsible body, also stands in the cell for state actors. The period starts in 2016, but the milestone not until April–May 2017.',
    },
  },
  {
    id: '2.1-pilots',
    initiative: '2.1',
    text: {
      da: 'Milepæl 3 om piloter er afsluttet, mens milepæl 4 og feltet »Næste skridt« venter de første piloter (ultimo 2018).',
      en: 'Milestone 3, on pilots, is completed, while milestone 4 and the cell “Næste skridt” (next steps) expect the first pilots to come (end of 2018).',
    },
  },
  {
    id: '2.2-dates',
    initiative: '2.2',
    text: {
      da: 'Milepælene om KOL kaldes forsinkede, med de første patienter den 1. januar 2020, men beholder slutdatoerne medio og ultimo 2019.',
      en: 'The milestones on COPD are called delayed, with the first patients on 1 January 2020, but keep their end dates of “medio” (middle) and “ultimo” (end) 2019.',
    },
  },
  {
    id: '2.3-order',
    initiative: '2.3',
    text: {
      da: 'Analysen skal være præsenteret (august 2018), før den er udført (december 2018). Perioden er 2017-2018, men målene rækker til 2020, og Danske Regioner står som statslig aktør.',
      en: 'The analysis is to be presented (August 2018) before it is carried out (December 2018). The period is 2017–2018 but the goals reach to 2020, and Danish Regions is listed as a state actor.',
    },
  },
  {
    id: '3.1-period',
    initiative: '3.1',
    text: {
      da: 'To afsluttede milepæle (september og oktober 2017) ligger før den trykte periode, der begynder den 1. januar 2018.',
      en: 'Two completed milestones (September and October 2017) lie before the printed period, which starts on 1 January 2018.',
    },
  },
  {
    id: '3.2-period',
    initiative: '3.2',
    text: {
      da: 'Den endelige opfølgning i marts 2018 ligger efter perioden, som slutter i februar. Initiativet er afsluttet, selv om forslagene stadig behandles.',
      en: 'The final follow-up in March 2018 lies after the period, which ends in February. The initiative is completed although the proposals are still being dealt with.',
    },
  },
  {
    id: '3.3-period',
    initiative: '3.3',
    text: {
      da: 'Den første milepæl begynder i august 2017, før perioden (fra 1. november 2017). Kontoret, der er oplyst som kontakt, hører under Digitaliseringsstyrelsen, mens Finansministeriet er trykt som ansvarlig. Initiativet kaldes skiftevis forum, netværk og »OGP Forum«.',
      en: 'The first milestone starts in August 2017, before the period (from 1 November 2017). The unit given as contact belongs to the Agency for Digitisation (Digitaliseringsstyrelsen), while the Ministry of Finance is printed as responsible. The initiative is called forum, network and “OGP Forum” by turns.',
    },
  },
  {
    id: '3.3-name',
    initiative: '3.3',
    text: {
      da: 'Navnet er »Open Government Partnership Forum« i afsnit 2.1, men »Open Government Partnership Forum/OGP Forum« i afsnit 2.2.',
      en: 'The name is “Open Government Partnership Forum” in section 2.1 but “Open Government Partnership Forum/OGP Forum” in section 2.2.',
    },
  },
  {
    id: '4.2-countries',
    initiative: '4.2',
    text: {
      da: 'Milepælen siger 15-20 lande, beskrivelsen omkring 20.',
      en: 'The milestone says 15–20 countries, the description about 20.',
    },
  },
  {
    id: '4.x-urls',
    initiative: null,
    text: {
      da: 'Adresser skrives forskelligt: www.openaid.dk (4.1) og www.openaid.um.dk (4.3); www.høringsportalen.dk, www.hoeringsportalen.dk og høringsportalen.dk; digitaliser.dk og digitalisér.dk.',
      en: 'Addresses are written in different ways: www.openaid.dk (4.1) and www.openaid.um.dk (4.3); www.høringsportalen.dk, www.hoeringsportalen.dk and høringsportalen.dk; digitaliser.dk and digitalisér.dk.',
    },
  },
  {
    id: 'status-vocabulary',
    initiative: null,
    text: {
      da: 'Milepælenes status er skrevet med langt flere ord end de fire niveauer: »I gang«, »Gennemført«, »Løbende«, »Under implementering«, »Væsentlig«, en streg, et tomt felt eller hele sætninger.',
      en: 'The milestones’ status is written in far more words than the four levels: “I gang” (in progress), “Gennemført” (carried out), “Løbende” (ongoing), “Under implementering” (being implemented), “Væsentlig” (substantial), a dash, an empty cell or whole sentences.',
    },
  },
  {
    id: 'process-wording',
    initiative: null,
    text: {
      da: 'Afsnit 1.2 siger om midtvejsevalueringen, at input blev indarbejdet »i handlingsplanen«, hvor evalueringen ser ud til at være ment.',
      en: 'Section 1.2 says of the mid-term assessment that input was worked into “handlingsplanen” (the action plan), where the assessment seems to be meant.',
    },
  },
  {
    id: 'theme-2-title',
    initiative: null,
    text: {
      da: 'Tema 2 skal »sikre« et grundlag for inddragelse i nyheden fra den 29. november 2017, men »skabe« det på digst.dk den 14. september 2017. Midtvejsevalueringen nævner ingen tematitler.',
      en: 'Theme 2 is to “sikre” (secure) a basis for participation in the news item of 29 November 2017, but to “skabe” (create) it on digst.dk on 14 September 2017. The mid-term assessment names no theme titles.',
    },
  },
  {
    id: 'text-box-order',
    initiative: null,
    text: {
      da: 'I dokumentets udtrukne tekst står bokse og overskrifter ikke i læserækkefølge: kapiteloverskrifter følger efter den tekst, de indleder, og 11 af 14 initiativers overskrifter står inde i det foregående initiativ (kun 1.1, 2.3 og 3.1 står rigtigt).',
      en: 'In the text extracted from the document, boxes and headings are not in reading order: chapter headings follow the text they open, and the headings of 11 of the 14 initiatives stand inside the previous one (only 1.1, 2.3 and 3.1 stand right).',
    },
  },
  {
    id: 'typos',
    initiative: null,
    text: {
      da: 'Trykfejl som »aspejler«, »fines«, »at test«, »multible«, »under vejs«, »forsat«, »registeret«, »ressourcer af« og »1. November« er beholdt, hvor teksten gengives som trykt.',
      en: 'Misprints such as “aspejler”, “fines”, “at test”, “multible”, “under vejs”, “forsat”, “registeret”, “ressourcer af” and “1. November” are kept where the text is given as printed.',
    },
  },
];
