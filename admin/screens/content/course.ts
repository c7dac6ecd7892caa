export { CourseBuilder as default } from "./courses/CourseBuilder.tsx";
