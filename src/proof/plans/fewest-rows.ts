/** With fewer rows in a table the planner's choice says nothing about a large one. */
export const fewestRows = 500;
