export * from "@daybook/eventlog/testing";
