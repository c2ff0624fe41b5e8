// PostHog's replies to its library: one popover survey with an NPS question, no other product.

const survey = {
  id: "0190a8f0-0000-0000-0000-000000000001",
  name: "NPS",
  description: "",
  type: "popover",
  start_date: "2026-01-01T00:00:00Z",
  end_date: null,
  schedule: "always",
  conditions: null,
  linked_flag_key: null,
  targeting_flag_key: null,
  internal_targeting_flag_key: null,
  feature_flag_keys: [],
  current_iteration: null,
  current_iteration_start_date: null,
  enable_partial_responses: true,
  questions: [
    {
      id: "q-nps",
      type: "rating",
      question: "How likely are you to recommend us to a friend?",
      description: "",
      display: "number",
      scale: 10,
      lowerBoundLabel: "Not at all likely",
      upperBoundLabel: "Extremely likely",
      buttonText: "Submit",
      // The next question follows the tap, as with all other candidates.
      skipSubmitButton: true,
    },
    {
      id: "q-why",
      type: "open",
      question: "What is the main reason for your score?",
      description: "",
      buttonText: "Submit",
      optional: true,
    },
  ],
  appearance: { position: "right", displayThankYouMessage: true, thankYouMessageHeader: "Thank you!" },
};

const config = {
  token: "phc_bench",
  supportedCompression: ["gzip", "gzip-js"],
  hasFeatureFlags: false,
  captureDeadClicks: false,
  capturePerformance: false,
  autocapture_opt_out: true,
  autocaptureExceptions: false,
  analytics: { endpoint: "/i/v0/e/" },
  elementsChainAsString: true,
  sessionRecording: false,
  heatmaps: false,
  conversations: false,
  productTours: false,
  logs: { captureConsoleLogs: false },
  surveys: true,
  defaultIdentifiedOnly: true,
  siteApps: [],
};

const loadConfig = `window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};
window._POSTHOG_REMOTE_CONFIG["phc_bench"] = { config: ${JSON.stringify(config)}, siteApps: [] };`;

/** The type and text of the reply to a path; undefined where the path is none of PostHog's. */
export function answer(path) {
  if (path === "/array/phc_bench/config.js") return ["text/javascript", loadConfig];
  if (path === "/array/phc_bench/config") return ["application/json", JSON.stringify(config)];
  if (path === "/flags/") return ["application/json", JSON.stringify({ flags: {}, errorsWhileComputingFlags: false })];
  if (path === "/api/surveys/") return ["application/json", JSON.stringify({ surveys: [survey] })];
  if (path === "/i/v0/e/" || path === "/e/") return ["application/json", JSON.stringify({ status: "Ok" })];
  return undefined;
}
