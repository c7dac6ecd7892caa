export { Logs as default } from "./Logs.tsx";
