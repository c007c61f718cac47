// What a client learns of the MCP door before it has a token (RFC 9728).
import { SCOPES } from '../kernel/scopes.ts';

export const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

export interface ResourcePorts {
  publicUrl: string;
  /** Null where there is none: tokens of our own are then asked for by REST, which is no OAuth. */
  outside: { issuer: string } | null;
}

export const resourceMetadata = ({ publicUrl, outside }: ResourcePorts) => ({
  resource: `${publicUrl}/mcp`,
  ...(outside && { authorization_servers: [outside.issuer] }),
  scopes_supported: SCOPES,
  bearer_methods_supported: ['header'],
  resource_name: 'Flux',
  resource_documentation: `${publicUrl}/docs`,
});
