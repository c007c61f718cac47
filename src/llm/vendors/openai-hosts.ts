// Who stands behind an address that speaks as OpenAI does, where that makes a difference. Loads no SDK.
const hostOf = (baseUrl: string): string => new URL(baseUrl).hostname;
export const isOpenRouter = (baseUrl: string): boolean => /(^|\.)openrouter\.ai$/.test(hostOf(baseUrl));
export const isOpenai = (baseUrl: string): boolean => /(^|\.)openai\.com$/.test(hostOf(baseUrl));
