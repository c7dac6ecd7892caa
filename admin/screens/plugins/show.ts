export { PluginShow as default } from "./PluginShow.tsx";
