export { AccessExplain as default } from "./AccessExplain.tsx";
