export { PolicyCreate as default } from "./policies/PolicyCreate.tsx";
