// Deployments behind a D1 that fails on request, each with a database and a receiver of its own.
//
//   node workers.mjs <wrangler.json of a local run> <address of the receiver>

import { deployment, serve } from "../deployments.mjs";

const receiver = process.argv[3];
const names = process.argv[4].split(",");

await serve(
  names.map((name) => {
    const address = `${receiver}/${name}`;
    return deployment({
      name,
      database: name,
      // The shipped limit: a local server's is higher.
      limits: name === "calls" ? { LIMIT_CALLBACKS: 300 } : {},
      bindings: {
        RECEIVER: address,
        TELEGRAM_TOKEN: "1:token",
        WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 5).toString("base64")}`,
      },
      settings: {
        telegram_chat: "-100200300",
        telegram_url: address,
        webhook_url: `${address}/webhook`,
        email_to: "director@agency.example",
        email_from: "otklik@agency.example",
        ...(name.startsWith("flood") && { callback_flood: { hour: 5, day: 8 } }),
      },
    });
  }),
);
