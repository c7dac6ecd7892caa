export { Review as default } from "./review/Review.tsx";
