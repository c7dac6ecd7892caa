/** The nonce of this page: styles that are made as it runs must carry it. */
const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

export const nonce = meta?.nonce ?? "";
