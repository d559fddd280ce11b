/** Gives processes their search attributes when they start, and has the server know them. One place for every client that starts one. */
import { Client, isGrpcServiceError } from '@temporalio/client';
import type { ClientOptions, WorkflowClientInterceptor } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes';
import type { ProcessState } from '../domain/project/state';
import { attributesOf, searchAttributes } from '../workflows/messages';
import { dataConverter } from './payload-codec';

/** How often a server that knew no attributes is asked again: it learns them when a worker starts. */
const askAgainMs = 30_000;
type Attribute = (typeof searchAttributes)[number];

async function missing(client: Client): Promise<Attribute[]> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributes.filter(({ name }) => !(name in customAttributes));
}

/** The kind of an attribute as Temporal's API numbers it. */
function numbered({ name, type }: Attribute) {
  const kind = encodeSearchAttributeIndexedValueType(type);
  return kind === undefined ? [] : [[name, kind] as const];
}

/** Registers what the server does not know yet; safe for several workers at once and at every start. */
export async function registerSearchAttributes(client: Client): Promise<void> {
  const unknown = await missing(client);
  if (unknown.length === 0) return;
  try {
    await client.connection.operatorService.addSearchAttributes({
      namespace: client.options.namespace,
      searchAttributes: Object.fromEntries(unknown.flatMap(numbered)),
    });
  } catch (error) {
    // Another worker that starts at the same time was first.
    if ((await missing(client)).length > 0) throw error;
  }
}

/** Asks the server, at most every so often, until it knows all attributes; a server that cannot tell knows none. */
function createKnowing(client: Client): () => Promise<boolean> {
  let known = false;
  let askedAt = 0;
  return async () => {
    if (known || Date.now() - askedAt < askAgainMs) return known;
    askedAt = Date.now();
    try {
      known = (await missing(client)).length === 0;
    } catch (error) {
      if (!isGrpcServiceError(error)) throw error;
    }
    return known;
  };
}

function stateOf([carried]: readonly unknown[]): ProcessState | undefined {
  const holds = typeof carried === 'object' && carried !== null && 'state' in carried;
  // Whatever is started with a state is a process: messages.ts, Carried.
  return holds ? (carried.state as ProcessState) : undefined;
}

function onStart(knows: () => Promise<boolean>): WorkflowClientInterceptor {
  const indexed = async <T extends { args: unknown[] }>(options: T, type: string): Promise<T> => {
    const state = stateOf(options.args);
    if (state === undefined || !(await knows())) return options;
    return { ...options, typedSearchAttributes: attributesOf(state, type) };
  };
  return {
    startWithDetails: async (input, next) =>
      next({ ...input, options: await indexed(input.options, input.workflowType) }),
    startUpdateWithStart: async (input, next) =>
      next({
        ...input,
        workflowStartOptions: await indexed(input.workflowStartOptions, input.workflowType),
      }),
  };
}

/** A client whose processes are found by stage, jurisdiction, owner and delay, on servers that know these attributes; it packs large payloads. */
export function createIndexingClient(
  options: ClientOptions & { readonly connection: NonNullable<ClientOptions['connection']> },
): Client {
  const plain = new Client(options);
  return new Client({
    ...options,
    dataConverter,
    interceptors: { workflow: [onStart(createKnowing(plain))] },
  });
}
