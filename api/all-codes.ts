/** Every code of the domain and the API, in the order of the catalogues. */
import { refusalCodes } from '../domain/refusal-codes';
import type { Code } from './api-codes';
import { apiCodes } from './api-codes';

export const allCodes = [...Object.keys(refusalCodes), ...Object.keys(apiCodes)] as readonly Code[];
