-- +goose Up
-- When a counter is open: its hours on a working day, and the working days on
-- which it is shut all the same, as JSON lists.
alter table window_counter add column hours text not null default '[]';
alter table window_counter add column closed text not null default '[]';
-- The last day of a consultation before it was prolonged (延长), '' where it was not.
alter table consultation add column was_to text not null default '';
-- The member's name and contact were erased (删除个人信息).
alter table proposal add column erased boolean not null default false;
