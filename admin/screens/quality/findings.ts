export { FindingList as default } from "./findings/FindingList.tsx";
