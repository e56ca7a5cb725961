// Gives each context of the simulation its own copy of the extension's modules: what a module imports belongs to the same
// context as the module, which the address tells by `?context=…`.

/** @type {import("node:module").ResolveHook} */
export const resolve = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  const parent = context.parentURL ? new URL(context.parentURL).search : "";
  if (specifier.endsWith("/session-keys.js") && parent)
    return { ...resolved, url: new URL("./session-keys.mjs", import.meta.url).href };
  const own = specifier.startsWith(".") && parent.startsWith("?context=") && resolved.url.startsWith("file:");
  return own ? { ...resolved, url: resolved.url + parent } : resolved;
};
