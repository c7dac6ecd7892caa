export { FindingShow as default } from "./findings/FindingShow.tsx";
