import { z } from 'zod';
import { apiRoutes, type ApiRoute } from './api-routes';
import { shapes } from './api-schema';

type Json = Record<string, unknown>;

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The shapes as JSON Schema, each under its name. */
function schemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id });
  // A format says what the long pattern beside it says.
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, override: ({ jsonSchema }) => void (jsonSchema.format && delete jsonSchema.pattern) });
  return Object.fromEntries(Object.entries(made.schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]));
}

function parameters({ path, query }: ApiRoute): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  const inQuery = Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as Json & { description?: string };
    return { name, in: 'query', required: false, ...(description ? { description } : {}), schema: rest };
  });
  return [...inPath, ...inQuery];
}

const said: Record<number, string> = { 400: 'A parameter has a value that it cannot have', 404: 'There is no such thing', 410: 'It was taken back' };
const answerOf = (description: string, name: string, type: string) => ({ description, content: { [type]: { schema: reference(name) } } });

function operation(found: ApiRoute): Json {
  const asked = parameters(found);
  const refused = [...(asked.some((one) => one.in === 'query') ? [400] : []), ...found.refuses];
  return {
    operationId: found.name, summary: found.summary, ...(asked.length > 0 ? { parameters: asked } : {}),
    responses: {
      200: { ...answerOf('What was asked for', found.shape, 'application/json'), headers: { ETag: { schema: { type: 'string' } } } },
      304: { description: 'Nothing has changed since the answer with the ETag that was sent in If-None-Match' },
      ...Object.fromEntries(refused.map((status) => [status, answerOf(said[status] ?? 'Refused', 'Problem', 'application/problem+json')])),
    },
  };
}

/** The description of the open data after OpenAPI 3.1, made from the addresses and shapes that answer. */
export const openApi = (base: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'OGP-forum', version: '1.0.0', license: { name: 'MIT', identifier: 'MIT' },
    description: 'Open data about the network: what anyone may read on the site, as JSON. Read only, without an account. Of people it names only the organisation they spoke for. Instants are in UTC; days are Danish calendar days.',
  },
  servers: [{ url: base }],
  paths: Object.fromEntries(apiRoutes.map((found) => [`/api/v1${found.path}`, { get: operation(found) }])),
  components: { schemas: schemas() },
});
