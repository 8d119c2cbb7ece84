import { laws } from "../../laws";

laws("TeamSync");
