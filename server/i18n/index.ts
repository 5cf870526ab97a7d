import type { Language } from '~/db/schema/states';
import { da } from './da';
import { en } from './en';

export type Catalogue = typeof da;
const catalogues: Record<Language, Catalogue> = { da, en };

export const catalogueOf = (language: Language): Catalogue => catalogues[language];
