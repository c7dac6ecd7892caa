export { LearnerView as default } from "./LearnerView.tsx";
