/** The scripts of workers beside the page; the build puts their names here. */
declare const WORKER_SCRIPTS: {
  readonly lab: string;
  readonly pictures: string;
  readonly race: string;
  readonly indexWorker: string;
};

interface Policy {
  createScriptURL(url: string): string;
}

interface WithTrustedTypes {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
  };
}

/** The page's policy lets scripts come from this list only; browsers without Trusted Types take texts. */
const policy: Policy = (globalThis as WithTrustedTypes).trustedTypes?.createPolicy('demo', {
  createScriptURL(url) {
    const known = [...Object.values(WORKER_SCRIPTS), 'service-worker.js'];
    if (!known.includes(url)) throw new TypeError(`${url} is no script of this page`);
    return url;
  },
}) ?? { createScriptURL: (url) => url };

/** A new worker with one of the page's own scripts. */
export function startWorker(name: keyof typeof WORKER_SCRIPTS): Worker {
  return new Worker(policy.createScriptURL(WORKER_SCRIPTS[name]), { type: 'module' });
}

/** The address of the script that answers when the network does not. */
export function serviceWorkerUrl(): string {
  return policy.createScriptURL('service-worker.js');
}

/** The address of a file of data beside the page. */
export function dataUrl(name: string): string {
  return new URL(`data/${name}`, document.baseURI).href;
}
