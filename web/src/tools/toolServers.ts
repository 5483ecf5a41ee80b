import type { Http } from '../connection/Http';

/** A server of tools that the operator has connected. */
export interface ToolServer {
  name: string;
  state: 'ready' | 'failed';
  error?: string;
  tools: Tool[];
}

export interface Tool {
  name: string;
  description: string;
}

export interface Tools {
  builtIn: Tool[];
  servers: ToolServer[];
}

export const readTools = (http: Http, stop?: AbortSignal): Promise<Tools> => http.read('/api/tools', stop);
