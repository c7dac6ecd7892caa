/** What the launcher runs after an installation: it bundles what every start loads. */
import { BUNDLE_FOLDER } from "./bundle-place.ts";
import { writeBundle } from "./write-bundle.ts";

await writeBundle(BUNDLE_FOLDER);
