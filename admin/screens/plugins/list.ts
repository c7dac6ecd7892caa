export { PluginList as default } from "./PluginList.tsx";
