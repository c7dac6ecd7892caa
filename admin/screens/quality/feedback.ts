export { FeedbackList as default } from "./feedback/FeedbackList.tsx";
