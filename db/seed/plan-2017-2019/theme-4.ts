import type { ThemeSeed } from './types';

export const theme4: ThemeSeed = {
  number: 4,
  title: { da: 'En global indsats for åbenhed', en: 'A global effort for openness' },
  summary: {
    da: 'Tre initiativer, hvor Danmark arbejder for åbenhed og mod korruption uden for landets grænser: i Uganda, på en international konference og i oplysningerne om udviklingsbistand.',
    en: 'Three initiatives in which Denmark works for openness and against corruption beyond its borders: in Uganda, at an international conference, and in the data on development aid.',
  },
  initiatives: [
    {
      number: '4.1',
      title: {
        da: 'Anti-korruption og transparens i Danmarks landeprogram for Uganda',
        en: 'Anti-corruption and transparency in Denmark’s country programme for Uganda',
      },
      summary: {
        da: 'Danmark støtter i årene 2018-2022 Ugandas civilsamfund, kontrollen med embedsmænd og styringen af landets offentlige penge for at modvirke korruption. Støtten går gennem Democratic Governance Facility, tilsynet Inspectorate of Government og reformprogrammet FINMAP. Ved midtvejsevalueringen i oktober 2018 var støtten til de to første begyndt, men mest gået til planlægning, og aftalen om FINMAP ventedes underskrevet sidst på året. Initiativet stod som begrænset gennemført.',
        en: 'From 2018 to 2022 Denmark supports Uganda’s civil society, the oversight of its officials and the management of its public money, so as to counter corruption. The support goes through the Democratic Governance Facility, the Inspectorate of Government and the reform programme FINMAP. At the mid-term assessment in October 2018 support for the first two had begun but had mostly gone into planning, and the agreement on FINMAP was expected to be signed late in the year. Completion was rated limited.',
      },
      periodPrinted: '2018 - 2022',
      leadAuthority: 'Den Danske Ambassade i Kampala',
      implementingAuthority: 'Den Danske Ambassade i Kampala',
      department: 'Den Danske Ambassade i Kampala',
      level: 'limited',
      levelPrinted: 'X under Begrænset',
      stateActors: ['Uganda’s Finansministerium', 'Inspectorate of Government i Uganda'],
      otherActors: ['Democratic Governance Facility'],
      actorsNote: null,
      ogpCommitmentId: 'DK0061',
      milestones: [
        {
          position: 1,
          title: {
            da: 'Løbende opdateringer af initiativet kan fines på www.openaid.dk',
            en: 'Running updates on the initiative can be found at www.openaid.dk',
          },
          startPrinted: '2018',
          start: { from: '2018-01-01', to: '2018-12-31', precision: 'year' },
          endPrinted: '2022',
          end: { from: '2022-01-01', to: '2022-12-31', precision: 'year' },
          statusPrinted: '-',
          level: null,
          note: {
            da: 'Teksten er en oplysning snarere end en milepæl og er gengivet som trykt (»fines«). I statusfeltet er der kun trykt en streg.',
            en: 'The text is a piece of information rather than a milestone, and the Danish is given as printed (“fines”). Only a dash is printed in the status cell.',
          },
        },
        {
          position: 2,
          title: { da: 'Mid-term review', en: 'Mid-term review' },
          startPrinted: '-',
          start: null,
          endPrinted: '2021',
          end: { from: '2021-01-01', to: '2021-12-31', precision: 'year' },
          statusPrinted: '-',
          level: null,
          note: {
            da: 'I statusfeltet er der kun trykt en streg.',
            en: 'Only a dash is printed in the status cell.',
          },
        },
      ],
    },
    {
      number: '4.2',
      title: {
        da: 'Den 18. International Anti-Corruption Conference',
        en: 'The 18th International Anti-Corruption Conference',
      },
      summary: {
        da: 'Danmark var i 2018 vært for en stor international konference mod korruption sammen med Transparency International. 15-20 lande skulle hver især love konkrete skridt hjemme, og civilsamfundet skulle bagefter kunne holde øje med, om løfterne blev holdt. I midtvejsevalueringen fra oktober 2018 var forberedelserne godt på vej, flere ministre havde svaret positivt på indbydelsen, og et dansk udspil var i høring hos ministerierne. Initiativet stod som væsentligt gennemført.',
        en: 'In 2018 Denmark hosted a large international conference against corruption together with Transparency International. Between 15 and 20 countries were each to pledge concrete steps at home, and civil society was then to be able to watch whether the pledges were kept. In the mid-term assessment of October 2018 preparations were well under way, several ministers had responded positively to the invitation, and a Danish statement was being consulted on among the ministries. Completion was rated substantial.',
      },
      periodPrinted: '25. september 2017 – 22. oktober 2018',
      leadAuthority: 'Udenrigsministeriet',
      implementingAuthority: 'Udenrigsministeriet',
      department: 'Kvalitet og Faglighed i Udviklingssamarbejdet',
      level: 'substantial',
      levelPrinted: 'X under Væsentligt',
      stateActors: [],
      otherActors: ['Transparency International'],
      actorsNote: {
        da: 'Ingen statslige aktører er nævnt ved navn; andre ministerier og styrelser tages med i arbejdet med Danmarks udspil. Transparency International er medarrangør af konferencen.',
        en: 'No state actors are named; other ministries and agencies are brought into the work on Denmark’s statement. Transparency International co-organises the conference.',
      },
      ogpCommitmentId: 'DK0062',
      milestones: [
        {
          position: 1,
          title: {
            da: 'Lancering af nationale handlinger til bekæmpelse af korruption fra 15-20 lande',
            en: 'Launch of national actions to fight corruption from 15–20 countries',
          },
          startPrinted: '25. september 2017',
          start: { from: '2017-09-25', to: '2017-09-25', precision: 'day' },
          endPrinted: '22. oktober 2018',
          end: { from: '2018-10-22', to: '2018-10-22', precision: 'day' },
          statusPrinted:
            'Bilaterale dialoger påbegyndt med inviterede lande. Høring udsendt til relevante ministerier med henblik på udarbejdelse af dansk udmelding under IACC.',
          level: null,
          note: {
            da: 'Statussen er fri tekst, der fortsætter hen over et sideskift.',
            en: 'The status is free text that runs across a page break.',
          },
        },
      ],
    },
    {
      number: '4.3',
      title: {
        da: 'IATI (International Aid Transparency Initiative)',
        en: 'IATI (International Aid Transparency Initiative)',
      },
      summary: {
        da: 'Med det internationale format IATI kan alle følge de danske bistandspenge fra Udenrigsministeriet og gennem de organisationer, der får støtte. Derfor skal også organisationerne selv begynde at indberette i formatet. Ved midtvejsevalueringen i oktober 2018 var de indledende møder holdt, og enkelte større organisationer var begyndt, mens de internationale organisationer og ministeriets egen indberetning af flere landekoder ventede. Initiativet stod som begrænset gennemført.',
        en: 'With the international format IATI anyone can follow Danish aid money from the Ministry of Foreign Affairs and through the organisations that receive support. The organisations themselves therefore have to begin reporting in the format as well. At the mid-term assessment in October 2018 the first meetings had been held and a few larger organisations had begun, while the international organisations and the ministry’s own reporting of several country codes had yet to start. Completion was rated limited.',
      },
      periodPrinted: '2017 – 2019',
      leadAuthority: 'Udenrigsministeriet',
      implementingAuthority: 'Udenrigsministeriet',
      department: 'Kvalitet og Faglighed i Udviklingssamarbejdet',
      level: 'limited',
      levelPrinted: 'X under Begrænset',
      stateActors: [],
      otherActors: [],
      actorsNote: null,
      ogpCommitmentId: 'DK0063',
      milestones: [
        {
          position: 1,
          title: {
            da: 'Alle større danske civilsamfundsorganisationer, der modtager bistandsmidler fra Udenrigsministeriet, påbegynder rapportering i IATI-standardformatet',
            en: 'All larger Danish civil society organisations receiving aid funds from the Ministry of Foreign Affairs begin reporting in the IATI standard format',
          },
          startPrinted: '1. januar 2018',
          start: { from: '2018-01-01', to: '2018-01-01', precision: 'day' },
          endPrinted:
            'Ved udgangen af 2019 forventes alle større danske organisationer at rapportere via IATI-standardformatet.',
          end: null,
          statusPrinted:
            'Begrænset – Indledende møde afholdt med alle relevante organisationer. Enkelte organisationer har påbegyndt registrering af aktiviteter i IATI. Anden runde af konsultationer med de involverede organisationer indledt.',
          level: 'limited',
          note: {
            da: 'Statussen er trykt som et niveau efterfulgt af fri tekst.',
            en: 'The status is printed as a level followed by free text.',
          },
        },
        {
          position: 2,
          title: {
            da: 'Alle øvrige danske civilsamfundsorganisationer, der modtager bistandsmidler fra Udenrigsministeriet, påbegynder rapportering i IATI-standardformatet',
            en: 'All other Danish civil society organisations receiving aid funds from the Ministry of Foreign Affairs begin reporting in the IATI standard format',
          },
          startPrinted: 'I løbet af 2018 og senest 1. januar 2019',
          start: null,
          endPrinted:
            'Ved udgangen af 2019 forventes de fleste af de øvrige mindre civilsamfundsorganisationer at rapportere via IATI-standardformatet.',
          end: null,
          statusPrinted:
            'Begrænset - Indledende møde afholdt med paraplyorganisationerne. Opfølgning under vejs.',
          level: 'limited',
          note: {
            da: 'Statussen er trykt som et niveau efterfulgt af fri tekst; »under vejs« er gengivet som trykt.',
            en: 'The status is printed as a level followed by free text; “under vejs” is given as printed.',
          },
        },
        {
          position: 3,
          title: {
            da: 'Internationale organisationer, der modtager bistandsmidler fra Udenrigsministeriet, påbegynder rapportering i IATI-standardformatet',
            en: 'International organisations receiving aid funds from the Ministry of Foreign Affairs begin reporting in the IATI standard format',
          },
          startPrinted: '1. januar 2019',
          start: { from: '2019-01-01', to: '2019-01-01', precision: 'day' },
          endPrinted:
            'Ved udgangen af 2019 forventes de fleste af de internationale organisationer der modtager bistandsmidler fra Danmark at rapportere via IATI-standardformatet.',
          end: null,
          statusPrinted: 'Ikke påbegyndt',
          level: 'not_started',
          note: null,
        },
        {
          position: 4,
          title: {
            da: 'Udenrigsministeriet påbegynder rapportering af multible landekoder i DAC-CRS format, baseret på IATI-rapportering fra danske civilsamfundsorganisationer',
            en: 'The Ministry of Foreign Affairs begins reporting multiple country codes in DAC-CRS format, based on IATI reporting from Danish civil society organisations',
          },
          startPrinted: 'I løbet af 2018 og senest 1. januar 2019',
          start: null,
          endPrinted:
            'Senest ved udgangen af 2019 forventes den danske DAC-rapportering at være suppleret af data (multible landekoder) af et antal indrapporteringer fra danske civilsamfundsorganisationer i IATI-formatet.',
          end: null,
          statusPrinted:
            'Ikke påbegyndt - Beslutningen om brug af multible landekoder endnu ikke godkendt af OECD-DAC.',
          level: 'not_started',
          note: {
            da: 'Statussen er trykt som et niveau efterfulgt af fri tekst; »multible« er gengivet som trykt, og »civilsamfundsorganisationer« er samlet efter en orddeling.',
            en: 'The status is printed as a level followed by free text; “multible” is given as printed, and “civilsamfundsorganisationer” is joined after a line break.',
          },
        },
      ],
    },
  ],
};
