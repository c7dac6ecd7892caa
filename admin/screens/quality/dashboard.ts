export { QualityDashboard as default } from "./dashboard/QualityDashboard.tsx";
