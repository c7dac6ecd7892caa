export { PluginPageView as default } from "./PluginPageView.tsx";
